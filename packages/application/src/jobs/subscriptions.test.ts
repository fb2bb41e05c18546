import type { ApplicationEvent } from '@cartwright/application';
import { expect, it } from 'vitest';
import { jobsFor } from './subscriptions.js';

const at = '2026-11-21T09:30:00.000Z';
const money = { amount: 1700, currency: 'USD' };
const order = { orderId: 'order-1', at };
const orderMail = (news: object) => ({
  id: 'event-1.send-order-mail',
  name: 'send-order-mail',
  payload: { orderId: 'order-1', ...news },
});
const jobsOf = (event: ApplicationEvent) => jobsFor({ id: 'event-1', event });

it('mails a confirmation of a placed order', () => {
  expect(jobsOf({ type: 'order.placed', ...order, total: money })).toEqual([
    { id: 'event-1.send-order-confirmation', name: 'send-order-confirmation', payload: { orderId: 'order-1' } },
  ]);
});

it('sends money back that is due', () => {
  expect(jobsOf({ type: 'order.refund-due', ...order, dueBack: money })).toEqual([
    { id: 'event-1.request-due-refunds', name: 'request-due-refunds', payload: { orderId: 'order-1' } },
  ]);
});

it('asks the provider for each refund, and lets the buyer know if it is news to them', () => {
  expect(jobsOf({ type: 'order.refund-requested', ...order, refundId: 'refund-1', amount: money })).toEqual([
    { id: 'event-1.send-refund', name: 'send-refund', payload: { orderId: 'order-1', refundId: 'refund-1' } },
    orderMail({ about: 'order.refund-requested', refundId: 'refund-1' }),
  ]);
});

it.each<ApplicationEvent>([
  { type: 'order.paid', ...order, captured: money },
  { type: 'order.cancelled', ...order },
])('ends the other payments of an order after $type, and mails its buyer', (event) => {
  expect(jobsOf(event)).toEqual([
    { id: 'event-1.end-payments', name: 'end-payments', payload: { orderId: 'order-1' } },
    orderMail({ about: event.type }),
  ]);
});

it.each<[ApplicationEvent, object]>([
  [{ type: 'order.units-cancelled', ...order, amount: money }, { at }],
  [{ type: 'order.parcel-shipped', ...order, shipmentId: 'parcel-1' }, { shipmentId: 'parcel-1' }],
  [{ type: 'order.parcel-delivered', ...order, shipmentId: 'parcel-1' }, { shipmentId: 'parcel-1' }],
  [{ type: 'order.return-requested', ...order, returnId: 'return-1' }, { returnId: 'return-1' }],
  [{ type: 'order.units-returned', ...order, returnId: 'return-1', amount: money }, { returnId: 'return-1' }],
  [{ type: 'order.refunded', ...order, refundId: 'refund-1', amount: money }, { refundId: 'refund-1' }],
])('mails the buyer after $type', (event, ids) => {
  expect(jobsOf(event)).toEqual([orderMail({ about: event.type, ...ids })]);
});

it.each<[ApplicationEvent, object]>([
  [{ type: 'order.disputed', ...order, disputeId: 'dp_1', amount: money }, { disputeId: 'dp_1' }],
  [{ type: 'order.dispute-won', ...order, disputeId: 'dp_1', amount: money }, { disputeId: 'dp_1' }],
  [{ type: 'order.dispute-lost', ...order, disputeId: 'dp_1', amount: money }, { disputeId: 'dp_1' }],
  [{ type: 'order.refund-failed', ...order, refundId: 'refund-1', amount: money }, { refundId: 'refund-1' }],
])('mails staff after $type', (event, ids) => {
  const payload = { orderId: 'order-1', about: event.type, ...ids };
  expect(jobsOf(event)).toEqual([{ id: 'event-1.send-staff-mail', name: 'send-staff-mail', payload }]);
});

it('imports what was asked to be imported', () => {
  expect(jobsOf({ type: 'catalogue.import-requested', importId: 'import-1', at })).toEqual([
    { id: 'event-1.import-products', name: 'import-products', payload: { importId: 'import-1' } },
  ]);
});

it('asks for a refund again that has been pending for long', () => {
  expect(jobsOf({ type: 'payments.refund-overdue', ...order, refundId: 'refund-1' })).toEqual([
    { id: 'event-1.send-refund', name: 'send-refund', payload: { orderId: 'order-1', refundId: 'refund-1' } },
  ]);
});

it('requests the refund of money that is due back and was forgotten', () => {
  expect(jobsOf({ type: 'payments.refund-forgotten', ...order })).toEqual([
    { id: 'event-1.request-due-refunds', name: 'request-due-refunds', payload: { orderId: 'order-1' } },
  ]);
});

it('mails staff what reconciliation could not mend', () => {
  expect(jobsOf({ type: 'payments.differences-found', reconciliationId: 'reconciliation-1', at })).toEqual([
    {
      id: 'event-1.send-staff-mail',
      name: 'send-staff-mail',
      payload: { about: 'payments.differences-found', reconciliationId: 'reconciliation-1' },
    },
  ]);
});

it('reconciles payments and looks for unpaid orders when somebody asks for it', () => {
  expect(jobsOf({ type: 'payments.reconciliation-requested', reconciliationId: 'reconciliation-1', at })).toEqual([
    { id: 'event-1.reconcile-payments', name: 'reconcile-payments', payload: { reconciliationId: 'reconciliation-1' } },
  ]);
  expect(jobsOf({ type: 'jobs.expiry-requested', at })).toEqual([
    { id: 'event-1.expire-orders', name: 'expire-orders', payload: { at } },
  ]);
});

it('handles what the sandbox provider reports', () => {
  expect(jobsOf({ type: 'payments.sandbox-event-raised', eventId: 'sbx-1', at })).toEqual([
    { id: 'event-1.handle-sandbox-event', name: 'handle-sandbox-event', payload: { eventId: 'sbx-1' } },
  ]);
});

it.each<ApplicationEvent>([
  { type: 'order.payment-failed', ...order, reference: 'pay-1' },
  { type: 'order.units-waived', ...order, amount: money },
  { type: 'order.shipped', ...order },
  { type: 'order.delivered', ...order },
])('does nothing more after $type', (event) => {
  expect(jobsOf(event)).toEqual([]);
});
