import type { Caller, RequestReturn } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import {
  customerOf,
  guest,
  openShop,
  orderNow,
  paidOrder,
  refusalOf,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

type Command = Partial<Parameters<RequestReturn>[0]>;

let shop: Shop;
let order: Order;
let caller: Caller;
beforeEach(async () => {
  shop = await openShop();
  ({ order, caller } = await paidOrder(shop));
  const parcel = { orderId: order.id, lines: mugs(2), carrier: 'DHL', trackingNumber: 'T1' };
  (await shop.shipOrder(parcel))._unsafeUnwrap();
  await shop.runJobs();
});

const mugs = (quantity: number) => [{ variantId: shop.mug, quantity }];
const request = (command: Command = {}) =>
  shop.requestReturn({ caller, orderId: order.id, lines: mugs(1), reason: 'chipped', ...command });
const requested = async (command: Command = {}) => (await request(command))._unsafeUnwrap().request;
const receive = (returnId: string, restock = true) => shop.receiveReturn({ returnId, restock });
const versionNow = () => shop.store.committed().orders.get(order.id)?.version;
const events = () => [...shop.store.committed().outbox.values()].map(({ event }) => event);

it('keeps a return that is announced, and shows it beside its order', async () => {
  const before = versionNow() ?? 0;
  const kept = await requested({ lines: [...mugs(1), ...mugs(1)] });
  expect(kept).toEqual({
    id: kept.id,
    orderId: order.id,
    lines: mugs(2),
    reason: 'chipped',
    requestedAt: shop.clock.now(),
  });
  const view = (await shop.viewOrder({ caller, orderId: order.id }))._unsafeUnwrap();
  expect(view.returnRequests).toEqual([kept]);
  // The view of the order has changed: who saw it before has seen another version.
  expect(view.version).toBe(before + 1);
  expect(events()).toEqual([
    { type: 'order.return-requested', orderId: order.id, returnId: kept.id, at: shop.clock.now() },
  ]);
  expect(view.order.dueBack).toEqual(usd(0));
});

it('announces the same return once, however often it is asked for while it is awaited', async () => {
  const [first, second] = await Promise.all([request(), request()]);
  expect(second._unsafeUnwrap()).toEqual({ request: first._unsafeUnwrap().request, repeated: true });
  expect(shop.store.committed().returns.size).toBe(1);
  (await receive(first._unsafeUnwrap().request.id))._unsafeUnwrap();
  expect((await request())._unsafeUnwrap().repeated).toBe(false);
});

it('takes another reason for another return', async () => {
  await requested();
  expect((await request({ reason: 'this one too' }))._unsafeUnwrap().repeated).toBe(false);
  expect(shop.store.committed().returns.size).toBe(2);
});

it('refuses units that were not shipped, that are announced, or that came back', async () => {
  const refusal = { type: 'units.not-available', variantId: shop.mug, status: 'partially_shipped' };
  expect(await refusalOf(shop, () => request({ lines: mugs(3) }))).toEqual({ ...refusal, requested: 3, available: 2 });
  const first = await requested();
  expect(await refusalOf(shop, () => request({ lines: mugs(2) }))).toEqual({ ...refusal, requested: 2, available: 1 });
  (await receive(first.id))._unsafeUnwrap();
  expect(await refusalOf(shop, () => request({ lines: mugs(2) }))).toEqual({ ...refusal, requested: 2, available: 1 });
});

it.each([
  ['nothing', [], 'units.none'],
  ['what was not ordered', [{ variantId: 'none', quantity: 1 }], 'units.not-ordered'],
])('refuses a return of %s', async (_what, lines, type) => {
  expect(await refusalOf(shop, () => request({ lines }))).toMatchObject({ type });
});

it("finds no order of somebody else's, staff's eyes or not", async () => {
  const strangers: readonly Caller[] = [
    guest,
    { type: 'guest', orderToken: 'guessed' },
    await customerOf(shop),
    { type: 'user', userId: 'staff', role: 'admin' },
  ];
  for (const by of strangers) {
    expect(await refusalOf(shop, () => request({ caller: by }))).toEqual({
      type: 'order.not-found',
      orderId: order.id,
    });
  }
});

it('takes a return in: what was paid for it goes back by itself, and its units are on sale again', async () => {
  const { id } = await requested();
  shop.clock.advance(60_000);
  const { order: now, returnRequests } = (await receive(id))._unsafeUnwrap().view;
  expect(now.returns).toMatchObject([
    { id, amount: usd(1200), reason: 'chipped', restock: true, at: shop.clock.now() },
  ]);
  expect(now.dueBack).toEqual(usd(1200));
  expect(returnRequests).toMatchObject([{ id, receivedAt: shop.clock.now() }]);
  expect(shop.stockOf(shop.mug)).toBe(8);
  expect([...shop.store.committed().movements.values()].at(-1)).toMatchObject({
    type: 'returned',
    quantity: 1,
    actor: 'staff',
    reason: 'units returned',
    orderId: order.id,
  });
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'partially_refunded', dueBack: usd(0) });
  expect(orderNow(shop, order).refunds.map(({ amount, status }) => [amount, status])).toEqual([
    [usd(1200), 'confirmed'],
  ]);
});

it('leaves units that cannot be sold again out of the stock', async () => {
  (await receive((await requested()).id, false))._unsafeUnwrap();
  expect(shop.stockOf(shop.mug)).toBe(7);
  expect(orderNow(shop, order).dueBack).toEqual(usd(1200));
});

it('takes a return in once, and returns the same for a repeat', async () => {
  const { id } = await requested();
  const [first, second] = await Promise.all([receive(id), receive(id)]);
  shop.clock.advance(60_000);
  const third = await receive(id);
  expect([second._unsafeUnwrap(), third._unsafeUnwrap()]).toEqual([first._unsafeUnwrap(), first._unsafeUnwrap()]);
  expect(shop.stockOf(shop.mug)).toBe(8);
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order).refunds).toHaveLength(1);
});

it('refuses to put units back on sale that were received as lost, and the other way round', async () => {
  const { id } = await requested();
  (await receive(id, false))._unsafeUnwrap();
  expect(await refusalOf(shop, () => receive(id, true))).toEqual({
    type: 'return.already-received',
    returnId: id,
    restock: false,
    receivedAt: shop.clock.now(),
  });
});

it('takes a repeat with as much shipping in another currency for another request', async () => {
  const returnId = (await requested()).id;
  const receiveWith = (currency: string) =>
    shop.receiveReturn({ returnId, restock: true, shippingRefund: { amount: 100, currency } });
  (await receiveWith('USD'))._unsafeUnwrap();
  (await receiveWith('USD'))._unsafeUnwrap();
  expect(await refusalOf(shop, () => receiveWith('EUR'))).toMatchObject({ type: 'return.already-received' });
});

it('refuses a return that nobody knows, and one of an order that has changed since it was seen', async () => {
  expect(await refusalOf(shop, () => receive('none'))).toEqual({ type: 'return.not-found', returnId: 'none' });
  const { id } = await requested();
  const actual = versionNow() ?? 0;
  const stale = () => shop.receiveReturn({ returnId: id, restock: true, expectedVersion: actual - 1 });
  expect(await refusalOf(shop, stale)).toEqual({ type: 'order.version-stale', expected: actual - 1, actual });
  expect((await shop.receiveReturn({ returnId: id, restock: true, expectedVersion: actual })).isOk()).toBe(true);
});
