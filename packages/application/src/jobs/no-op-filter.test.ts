import { makeNoOpFilter, type ApplicationEvent } from '@cartwright/application';
import { makeInMemoryUnitOfWork } from '@cartwright/adapters/in-memory/unit-of-work';
import { beforeEach, describe, expect, it } from 'vitest';
import { guestOrder, openShop, pay, request, storeCurrency, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const namesOf = async (event: ApplicationEvent, provider: 'sandbox' | 'stripe' = 'sandbox') => {
  const unitOfWork = makeInMemoryUnitOfWork({ store: shop.store, ids: shop.ids, storeCurrency });
  return (await makeNoOpFilter({ unitOfWork, paymentGateway: { provider } })({ id: 'e', event })).map(
    ({ name }) => name,
  );
};
const at = '2026-11-21T10:00:00.000Z';

describe('an order that is paid', () => {
  const paidEvent = (orderId: string) =>
    ({ type: 'order.paid', orderId, captured: { amount: 1700, currency: 'USD' }, at }) as const;

  it('leaves no payment to end when it was the only one', async () => {
    const { order, caller } = await guestOrder(shop);
    const { event } = await pay(shop, order, caller);
    (await shop.handleProviderEvent(event))._unsafeUnwrap();
    expect(await namesOf(paidEvent(order.id))).toEqual(['send-order-mail']);
  });

  it('leaves the others to end, begun and perhaps never answered', async () => {
    const { order, caller } = await guestOrder(shop);
    (
      await shop.startPayment({ caller, request: request('another'), orderId: order.id, method: 'card' })
    )._unsafeUnwrap();
    const { event } = await pay(shop, order, caller);
    (await shop.handleProviderEvent(event))._unsafeUnwrap();
    expect(await namesOf(paidEvent(order.id))).toEqual(['end-payments', 'send-order-mail']);
    expect(await namesOf(paidEvent(order.id), 'stripe')).toEqual(['send-order-mail']);
    await shop.runJobs();
    expect(await namesOf(paidEvent(order.id))).toEqual(['send-order-mail']);
  });
});

describe('an event of the sandbox', () => {
  it('is handled when nobody has told it, and then no more', async () => {
    const { order, caller } = await guestOrder(shop);
    const { event } = await pay(shop, order, caller);
    const raised = { type: 'payments.sandbox-event-raised', eventId: event.eventId, at } as const;
    expect(await namesOf(raised)).toEqual(['handle-sandbox-event']);
    (await shop.handleProviderEvent(event))._unsafeUnwrap();
    expect(await namesOf(raised)).toEqual([]);
  });
});

it('leaves nothing out while the storage is away', async () => {
  shop.store.goAway();
  expect(await namesOf({ type: 'payments.sandbox-event-raised', eventId: 'sbx-1', at })).toEqual([
    'handle-sandbox-event',
  ]);
});

it('asks nothing about other jobs', async () => {
  const { order } = await guestOrder(shop);
  expect(await namesOf({ type: 'order.placed', orderId: order.id, total: order.pricing.total, at })).toEqual([
    'send-order-confirmation',
  ]);
});
