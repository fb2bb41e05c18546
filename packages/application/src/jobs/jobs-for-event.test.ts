import type { ApplicationEvent } from '@cartwright/application';
import { expect, it } from 'vitest';
import { jobsFor } from './jobs-for-event.js';
import { ignoredEvents } from './jobs.js';

const at = '2026-11-21T09:30:00.000Z';
const money = { amount: 1700, currency: 'USD' };
const order = { orderId: 'order-1', at };
const mailOf = (mail: string, event: ApplicationEvent) => ({
  id: `event-1.${mail}`,
  name: 'send-mail',
  payload: { mail, event },
});
const jobsOf = (event: ApplicationEvent) => jobsFor({ id: 'event-1', event });

it('requests refunds of money that is due back, now or forgotten', () => {
  const job = (name: string) => ({ id: `event-1.${name}`, name, payload: { orderId: 'order-1' } });
  expect(jobsOf({ type: 'order.refund-due', ...order, dueBack: money })).toEqual([job('request-due-refunds')]);
  expect(jobsOf({ type: 'payments.refund-forgotten', ...order })).toEqual([job('request-due-refunds')]);
});

it('looks at the documents again after money that the order did not need: it may change what a refund was for', () => {
  const event = { type: 'order.payment-recorded', ...order, provider: 'manual', reference: 'wire-1' } as const;
  expect(jobsOf({ ...event, amount: money })).toEqual([
    { id: 'event-1.issue-documents', name: 'issue-documents', payload: { orderId: 'order-1' } },
  ]);
});

it('sends each requested refund to the provider, and a mail about it', () => {
  const event = { type: 'order.refund-requested', ...order, refundId: 'refund-1', amount: money } as const;
  expect(jobsOf(event)).toEqual([
    mailOf('late-payment', event),
    mailOf('refund-by-hand', event),
    { id: 'event-1.send-refund', name: 'send-refund', payload: { orderId: 'order-1', refundId: 'refund-1' } },
  ]);
});

it.each<[ApplicationEvent, string]>([
  [{ type: 'order.paid', ...order, captured: money }, 'payment-received'],
  [{ type: 'order.cancelled', ...order }, 'order-cancelled'],
])('ends the other payments of an order after $type, and mails its buyer', (event, mail) => {
  expect(jobsOf(event).slice(0, 2)).toEqual([
    mailOf(mail, event),
    { id: 'event-1.end-payments', name: 'end-payments', payload: { orderId: 'order-1' } },
  ]);
});

const issues = { id: 'event-1.issue-documents', name: 'issue-documents', payload: { orderId: 'order-1' } };

it('issues the invoice of a paid order, and no other document of a cancelled one', () => {
  expect(jobsOf({ type: 'order.paid', ...order, captured: money }).slice(2)).toEqual([issues]);
  expect(jobsOf({ type: 'order.cancelled', ...order }).slice(2)).toEqual([]);
});

it.each<[ApplicationEvent, string]>([
  [{ type: 'order.refunded', ...order, refundId: 'refund-1', amount: money }, 'refund-sent'],
  [{ type: 'order.dispute-lost', ...order, disputeId: 'dp_1', amount: money }, 'dispute'],
  [{ type: 'order.refund-failed', ...order, refundId: 'refund-1', amount: money }, 'refund-failed'],
])('issues a credit note after $type, and sends a mail', (event, mail) => {
  expect(jobsOf(event)).toEqual([mailOf(mail, event), issues]);
});

it('ends a payment that has failed, should its order need it no more', () => {
  expect(jobsOf({ type: 'order.payment-failed', ...order, provider: 'sandbox', reference: 'pay-1' })).toEqual([
    { id: 'event-1.end-payments', name: 'end-payments', payload: { orderId: 'order-1' } },
  ]);
});

it.each<[ApplicationEvent, string]>([
  [{ type: 'order.placed', ...order, total: money }, 'order-confirmation'],
  [{ type: 'order.units-cancelled', ...order, amount: money }, 'units-cancelled'],
  [{ type: 'order.parcel-shipped', ...order, shipmentId: 'parcel-1' }, 'parcel-shipped'],
  [{ type: 'order.parcel-delivered', ...order, shipmentId: 'parcel-1' }, 'parcel-delivered'],
  [{ type: 'order.return-requested', ...order, returnId: 'return-1' }, 'return-announced'],
  [{ type: 'order.units-returned', ...order, returnId: 'return-1', amount: money }, 'return-received'],
  [{ type: 'order.disputed', ...order, disputeId: 'dp_1', amount: money }, 'dispute'],
  [{ type: 'order.dispute-won', ...order, disputeId: 'dp_1', amount: money }, 'dispute'],
  [{ type: 'payments.differences-found', reconciliationId: 'reconciliation-1', at }, 'payment-differences'],
])('only sends a mail after $type', (event, mail) => {
  expect(jobsOf(event)).toEqual([mailOf(mail, event)]);
});

it('mails that a job was paused by a job of its own, which runs while mails are paused', () => {
  const event = { type: 'jobs.paused', job: 'send-mail', refusals: 10, at } as const;
  expect(jobsOf(event)).toEqual([{ id: 'event-1.mail-paused-job', name: 'mail-paused-job', payload: event }]);
});

it('imports a file after its upload', () => {
  expect(jobsOf({ type: 'catalogue.import-requested', importId: 'import-1', at })).toEqual([
    { id: 'event-1.import-products', name: 'import-products', payload: { importId: 'import-1' } },
  ]);
});

it('mirrors products on request', () => {
  expect(jobsOf({ type: 'catalogue.mirror-requested', runId: 'run-1', at })).toEqual([
    { id: 'event-1.mirror-products-to-stripe', name: 'mirror-products-to-stripe', payload: { runId: 'run-1' } },
  ]);
});

it('sends an overdue refund again', () => {
  expect(jobsOf({ type: 'payments.refund-overdue', ...order, refundId: 'refund-1' })).toEqual([
    { id: 'event-1.send-refund', name: 'send-refund', payload: { orderId: 'order-1', refundId: 'refund-1' } },
  ]);
});

it('reconciles payments on request', () => {
  expect(jobsOf({ type: 'payments.reconciliation-requested', reconciliationId: 'reconciliation-1', at })).toEqual([
    { id: 'event-1.reconcile-payments', name: 'reconcile-payments', payload: { reconciliationId: 'reconciliation-1' } },
  ]);
});

it('handles what the sandbox provider reports', () => {
  expect(jobsOf({ type: 'payments.sandbox-event-raised', eventId: 'sbx-1', at })).toEqual([
    { id: 'event-1.handle-sandbox-event', name: 'handle-sandbox-event', payload: { eventId: 'sbx-1' } },
  ]);
});

it('does nothing after the events that are listed as ignored', () => {
  const ignored: readonly ApplicationEvent[] = [
    { type: 'order.units-waived', ...order, amount: money },
    { type: 'order.amended', ...order },
    { type: 'order.erased', ...order },
    { type: 'order.shipped', ...order },
    { type: 'order.delivered', ...order },
    { type: 'order.returned', ...order },
    { type: 'order.payment-processing', ...order, provider: 'sandbox', reference: 'pay-1' },
  ];
  expect(ignored.map(({ type }) => type)).toEqual(Object.keys(ignoredEvents));
  expect(ignored.flatMap(jobsOf)).toEqual([]);
});
