import type { Caller } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import {
  customerOf,
  guest,
  guestOrder,
  home,
  openShop,
  orderNow,
  pay,
  refusalOf,
  request,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

let shop: Shop;
let order: Order;
let caller: Caller;
beforeEach(async () => {
  shop = await openShop();
  ({ order, caller } = await guestOrder(shop, { quantity: 3 }));
});

const staff = (role: 'support' | 'editor' | 'admin'): Caller => ({
  type: 'user',
  userId: 'somebody of the shop',
  role,
});
type Attempt = (by: Caller, orderId: string) => ResultAsync<unknown, { readonly type: string }>;
const attempts: Readonly<Record<'view' | 'cancel' | 'pay', Attempt>> = {
  view: (by: Caller, orderId: string) => shop.viewOrder({ caller: by, orderId }),
  cancel: (by: Caller, orderId: string) => shop.cancelOrder({ caller: by, orderId }),
  pay: (by: Caller, orderId: string) =>
    shop.startPayment({ caller: by, orderId, request: request('pay'), method: 'card' }),
};

it.each(['view', 'cancel', 'pay'] as const)('finds no order of somebody else to %s', async (name) => {
  const ada = await customerOf(shop);
  const eve = await customerOf(shop, 'eve@example.org');
  const source = { type: 'items', items: [{ variantId: shop.mug, quantity: 1 }] } as const;
  const placed = await shop.placeOrder({ caller: ada, request: request('hers'), source, shippingAddress: home });
  const hers = placed._unsafeUnwrap().order;
  const token = shop.secrets.derive('order', hers.id);

  const strangers: readonly (readonly [Caller, string])[] = [
    [guest, order.id],
    [{ type: 'guest', orderToken: '' }, order.id],
    [{ type: 'guest', orderToken: token }, order.id],
    [eve, order.id],
    [eve, hers.id],
    [guest, hers.id],
    // Not even with the token that the order would have were it a guest's.
    [{ type: 'guest', orderToken: token }, hers.id],
    [caller, hers.id],
    [staff('editor'), hers.id],
    [ada, 'no such order'],
  ];
  for (const [by, orderId] of strangers) {
    expect(await refusalOf(shop, () => attempts[name](by, orderId))).toEqual({ type: 'order.not-found', orderId });
  }
});

it('lets staff who read orders see every order, and who cancel them cancel', async () => {
  expect((await attempts.view(staff('support'), order.id))._unsafeUnwrap()).toEqual({
    order,
    version: 1,
    documents: [],
    returnRequests: [],
  });
  expect((await attempts.cancel(staff('support'), order.id)).isOk()).toBe(true);
  const other = await guestOrder(shop, { key: 'other' });
  expect((await attempts.view(staff('admin'), other.order.id)).isOk()).toBe(true);
  expect((await attempts.cancel(staff('admin'), other.order.id)).isOk()).toBe(true);
});

it('lets a guest who has signed in since reach their order with its token', async () => {
  const ada = await customerOf(shop);
  const by: Caller = caller.orderToken === undefined ? ada : { ...ada, orderToken: caller.orderToken };
  expect((await attempts.view(by, order.id)).isOk()).toBe(true);
});

it('gives the stock of a cancelled order back, with the reason kept', async () => {
  expect(shop.stockOf(shop.mug)).toBe(7);
  const { view: cancelled } = (
    await shop.cancelOrder({ caller, orderId: order.id, reason: 'changed my mind' })
  )._unsafeUnwrap();
  expect(cancelled).toMatchObject({
    version: 2,
    order: { status: 'cancelled', cancellation: { reason: 'changed my mind', at: shop.clock.now() } },
  });
  expect(cancelled).toEqual({ ...shop.store.committed().orders.get(order.id), documents: [], returnRequests: [] });
  expect(shop.stockOf(shop.mug)).toBe(10);
  expect([...shop.store.committed().movements.values()].at(-1)).toMatchObject({
    type: 'released',
    quantity: 3,
    orderId: order.id,
  });
});

it('gives stock back once when an order is cancelled twice at once', async () => {
  const both = await Promise.all([attempts.cancel(caller, order.id), attempts.cancel(caller, order.id)]);
  expect(both.map((each) => (each.isOk() ? 'cancelled' : each.error.type))).toEqual([
    'cancelled',
    'order.already-cancelled',
  ]);
  expect(shop.stockOf(shop.mug)).toBe(10);
});

it('owes nothing for an order that was not paid', async () => {
  (await attempts.cancel(caller, order.id))._unsafeUnwrap();
  expect([...shop.store.committed().outbox.values()].map(({ event }) => event.type)).toEqual([
    'order.placed',
    'order.cancelled',
  ]);
});

it('owes all captured money for a paid order that is cancelled, and has it refunded', async () => {
  await pay(shop, order, caller);
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order).status).toBe('paid');
  const { order: cancelled } = (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap().view;
  expect(cancelled.dueBack).toEqual(order.pricing.total);
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'refunded', dueBack: usd(0) });
});
