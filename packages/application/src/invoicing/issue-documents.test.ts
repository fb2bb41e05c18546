import type { Order } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import {
  guest,
  guestOrder,
  home,
  openShop,
  pay,
  pricingRules,
  request,
  type Shop,
} from '../../testing/shop-in-memory.js';
import type { Caller } from '../caller.js';

const admin: Caller = { type: 'user', userId: 'staff', role: 'admin' };
let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const viewed = async (order: Order) => (await shop.viewOrder({ caller: admin, orderId: order.id }))._unsafeUnwrap();
const numbers = () => [...shop.store.committed().issuedDocuments.keys()];
const paidByEvent = async (key: string): Promise<Order> => {
  const { order, caller } = await guestOrder(shop, { key, quantity: 1 });
  await pay(shop, order, caller, `pay ${key}`);
  return order;
};

it('issues the invoice of an order with the payment, once, however often its job runs', async () => {
  const { order, caller } = await guestOrder(shop);
  const { event } = await pay(shop, order, caller);
  (await shop.handleProviderEvent(event))._unsafeUnwrap();
  expect(numbers()).toEqual(['INV-000001']);
  (await shop.handleProviderEvent(event))._unsafeUnwrap();
  await shop.runJobs();
  const repeat = { id: 'again', name: 'issue-documents', payload: { orderId: order.id } } as const;
  expect((await shop.handlers['issue-documents'](repeat)).isOk()).toBe(true);
  expect(numbers()).toEqual(['INV-000001']);
  expect((await viewed(order)).documents).toMatchObject([{ kind: 'invoice', number: 'INV-000001' }]);
});

it('numbers invoices without a gap in the order in which they were issued', async () => {
  for (const key of ['a', 'b', 'c']) await paidByEvent(key);
  await guestOrder(shop, { key: 'unpaid', quantity: 1 });
  await shop.runJobs();
  expect(numbers()).toEqual(['INV-000001', 'INV-000002', 'INV-000003']);
});

it('names the seller as the shop is set up when it is issued, whatever is changed later', async () => {
  (
    await shop.changeShop({
      caller: admin,
      changes: { name: 'Töpferei Müller', address: ['Weg 1', 'Köln'], country: 'DE', vatNumber: 'DE129273398' },
    })
  )._unsafeUnwrap();
  await paidByEvent('a');
  await shop.runJobs();
  (await shop.changeShop({ caller: admin, changes: { name: 'Someone else', vatNumber: null } }))._unsafeUnwrap();
  expect(shop.store.committed().issuedDocuments.get('INV-000001')?.content?.seller).toEqual({
    name: 'Töpferei Müller',
    address: ['Weg 1', 'Köln'],
    country: 'DE',
    vatNumber: 'DE129273398',
  });
});

it('issues an invoice at once for an order that costs nothing', async () => {
  shop.store.setPricing({
    ...pricingRules,
    promotions: [
      { id: 'all', name: 'Free', target: { type: 'order' }, effect: { type: 'percent', rate: 1_000_000 } },
      { id: 'post', name: 'Free post', target: { type: 'shipping' }, effect: { type: 'freeShipping' } },
    ],
  });
  const { order } = (
    await shop.placeOrder({
      caller: guest,
      request: request('free'),
      source: { type: 'items', items: [{ variantId: shop.mug, quantity: 1 }] },
      email: 'ada@example.com',
      shippingAddress: home,
    })
  )._unsafeUnwrap();
  expect(order.status).toBe('paid');
  await shop.runJobs();
  expect((await viewed(order)).documents).toMatchObject([{ number: 'INV-000001', amount: { amount: 0 } }]);
});
