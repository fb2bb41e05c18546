import { makeNoOpFilter, type ApplicationEvent } from '@cartwright/application';
import { makeInMemoryUnitOfWork } from '@cartwright/adapters/in-memory/unit-of-work';
import { beforeEach, describe, expect, it } from 'vitest';
import { guestOrder, openShop, pay, request, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const namesOf = async (event: ApplicationEvent, provider: 'sandbox' | 'stripe' = 'sandbox') => {
  const unitOfWork = makeInMemoryUnitOfWork({ store: shop.store, ids: shop.ids });
  return (await makeNoOpFilter({ unitOfWork, paymentGateway: { provider } })({ id: 'e', event })).map(({ id }) =>
    id.slice(2),
  );
};
const at = '2026-11-21T10:00:00.000Z';
const onAPage = {
  method: 'checkout',
  successUrl: 'https://shop.example/paid',
  cancelUrl: 'https://shop.example/cart',
} as const;

describe('an order that is paid', () => {
  const paidEvent = (orderId: string) =>
    ({ type: 'order.paid', orderId, captured: { amount: 1700, currency: 'USD' }, at }) as const;

  it('has no payment to end when it has only one', async () => {
    const { order, caller } = await guestOrder(shop);
    const { event } = await pay(shop, order, caller);
    (await shop.handleProviderEvent(event))._unsafeUnwrap();
    expect(await namesOf(paidEvent(order.id))).toEqual(['payment-received', 'issue-documents']);
  });

  it('has its other payments to end, also those whose start got no response', async () => {
    const { order, caller } = await guestOrder(shop);
    (await shop.startPayment({ caller, request: request('another'), orderId: order.id, ...onAPage }))._unsafeUnwrap();
    const { event } = await pay(shop, order, caller);
    (await shop.handleProviderEvent(event))._unsafeUnwrap();
    expect(await namesOf(paidEvent(order.id))).toEqual(['payment-received', 'end-payments', 'issue-documents']);
    expect(await namesOf(paidEvent(order.id), 'stripe')).toEqual(['payment-received', 'issue-documents']);
    await shop.runJobs();
    expect(await namesOf(paidEvent(order.id))).toEqual(['payment-received', 'issue-documents']);
  });
});

describe('an order whose payment has failed', () => {
  it('has the payment to end only when it is not pending any more', async () => {
    const { order, caller } = await guestOrder(shop);
    const { event } = await pay(shop, order, caller, 'pay', 'pm_card_chargeDeclined');
    (await shop.handleProviderEvent(event))._unsafeUnwrap();
    const { provider, reference } = event;
    const failed = { type: 'order.payment-failed', orderId: order.id, provider, reference, at } as const;
    expect(await namesOf(failed)).toEqual([]);
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    expect(await namesOf(failed)).toEqual(['end-payments']);
  });
});

describe('an event of the sandbox', () => {
  it('is handled once: in the request, or by its job', async () => {
    const { order, caller } = await guestOrder(shop);
    const { event } = await pay(shop, order, caller);
    const raised = { type: 'payments.sandbox-event-raised', eventId: event.eventId, at } as const;
    expect(await namesOf(raised)).toEqual(['handle-sandbox-event']);
    (await shop.handleProviderEvent(event))._unsafeUnwrap();
    expect(await namesOf(raised)).toEqual([]);
  });
});

it('drops no job while storage is away', async () => {
  shop.store.goAway();
  expect(await namesOf({ type: 'payments.sandbox-event-raised', eventId: 'sbx-1', at })).toEqual([
    'handle-sandbox-event',
  ]);
});

it('keeps jobs that have no such check', async () => {
  const { order } = await guestOrder(shop);
  expect(await namesOf({ type: 'order.placed', orderId: order.id, total: order.pricing.total, at })).toEqual([
    'order-confirmation',
  ]);
});
