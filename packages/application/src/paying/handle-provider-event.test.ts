import type { Caller, ProviderEvent } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import { guestOrder, openShop, orderNow, pay, refusalOf, snapshotOf, usd, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
let order: Order;
let caller: Caller;
let captured: Extract<ProviderEvent, { type: 'payment.captured' }>;
beforeEach(async () => {
  shop = await openShop();
  ({ order, caller } = await guestOrder(shop));
  const event = { provider: 'sandbox', eventId: 'event-1', at: '2026-11-21T10:00:00.000Z', orderId: order.id };
  captured = { ...event, type: 'payment.captured', reference: 'pay-1', amount: usd(1700) };
});
const failed = (eventId: string, at: string): ProviderEvent => {
  const { amount: _amount, ...facts } = captured;
  return { ...facts, eventId, at, type: 'payment.failed', reason: 'card_declined' };
};
const handle = (event: ProviderEvent) => shop.handleProviderEvent(event);
const eventTypes = () => [...shop.store.committed().outbox.values()].map(({ event }) => event.type);

it('marks an order whose whole total was captured as paid', async () => {
  expect((await handle(captured))._unsafeUnwrap()).toEqual({ duplicate: false });
  expect(orderNow(shop, order)).toMatchObject({
    status: 'paid',
    payments: [{ provider: 'sandbox', reference: 'pay-1', amount: usd(1700), at: captured.at }],
  });
  expect(eventTypes()).toEqual(['order.placed', 'order.paid']);
});

it('changes nothing by an event that it has handled before', async () => {
  await handle(captured);
  const before = snapshotOf(shop.store);
  expect((await handle(captured))._unsafeUnwrap()).toEqual({ duplicate: true });
  expect(shop.store.committed()).toEqual(before);
});

it('handles one of two deliveries of an event at once', async () => {
  const both = await Promise.all([handle(captured), handle(captured)]);
  expect(both.map((each) => each._unsafeUnwrap().duplicate)).toEqual([false, true]);
  expect(orderNow(shop, order).payments).toHaveLength(1);
});

it('tells events of two providers apart', async () => {
  await handle(captured);
  const other = await handle({ ...captured, provider: 'stripe' });
  expect(other._unsafeUnwrap()).toEqual({ duplicate: false });
});

it('counts a payment once that is reported by two events', async () => {
  await handle(captured);
  const paid = orderNow(shop, order);
  (await handle({ ...captured, eventId: 'event-2' }))._unsafeUnwrap();
  expect(orderNow(shop, order)).toEqual(paid);
  expect(eventTypes()).toEqual(['order.placed', 'order.paid']);
});

it('refuses another amount for a payment that is known, and does not note the event', async () => {
  await handle(captured);
  const other = { ...captured, eventId: 'event-2', amount: usd(1) };
  expect(await refusalOf(shop, () => handle(other))).toEqual({
    type: 'payment.amount-changed',
    reference: 'pay-1',
    recorded: usd(1700),
    actual: usd(1),
    status: 'paid',
  });
});

it.each([
  ['nothing', usd(0), 'payment.amount-not-positive'],
  ['less than nothing', usd(-1700), 'payment.amount-not-positive'],
  ['half a cent', usd(0.5), 'money.not-an-integer'],
  ['another currency', { amount: 1700, currency: 'EUR' }, 'money.currency-mismatch'],
])('refuses a capture of %s, and does not note the event', async (_name, amount, type) => {
  expect(await refusalOf(shop, () => handle({ ...captured, amount }))).toMatchObject({ type });
});

it('refuses an event of an unknown order, and handles it when it comes again and the order is known', async () => {
  const unknown = { ...captured, orderId: 'no such order' };
  expect(await refusalOf(shop, () => handle(unknown))).toEqual({ type: 'order.not-found', orderId: 'no such order' });
  expect((await handle(captured))._unsafeUnwrap()).toEqual({ duplicate: false });
});

it('records a failed attempt and leaves the order to be paid', async () => {
  (await handle(failed('event-1', '2026-11-21T10:00:00.000Z')))._unsafeUnwrap();
  expect(orderNow(shop, order)).toEqual({
    ...order,
    failedPayments: [{ provider: 'sandbox', reference: 'pay-1', reason: 'card_declined', at: '2026-11-21T10:00:00.000Z' }],
  });
  expect(eventTypes()).toEqual(['order.placed', 'order.payment-failed']);
});

it('records two failures of one payment as two, and one that two events report as one', async () => {
  await handle(failed('event-1', '2026-11-21T10:00:00.000Z'));
  await handle(failed('event-2', '2026-11-21T10:01:00.000Z'));
  await handle(failed('event-3', '2026-11-21T10:01:00.000Z'));
  expect(orderNow(shop, order).failedPayments).toHaveLength(2);
});

it('leaves an order paid when the failure of an earlier attempt comes late', async () => {
  await handle(captured);
  (await handle(failed('event-0', '2026-11-21T09:59:00.000Z')))._unsafeUnwrap();
  expect(orderNow(shop, order).status).toBe('paid');
});

it('refuses the confirmation of a refund that nobody asked for', async () => {
  await handle(captured);
  const confirmed = { ...captured, eventId: 'event-2', type: 'refund.confirmed', refundId: 'no such refund' } as const;
  expect(await refusalOf(shop, () => handle(confirmed))).toEqual({
    type: 'refund.not-found',
    refundId: 'no such refund',
    status: 'paid',
  });
});

it('hears of a sandbox payment by the job of its event, and of a declined one too', async () => {
  await pay(shop, order, caller, 'first', 'pm_card_chargeDeclined');
  await pay(shop, order, caller, 'second');
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order)).toMatchObject({
    status: 'paid',
    failedPayments: [{ reason: 'card_declined' }],
    payments: [{ amount: usd(1700) }],
  });
});
