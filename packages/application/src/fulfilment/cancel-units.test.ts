import type { CancelUnits } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import {
  guestOrder,
  openShop,
  orderNow,
  paidOrder,
  refusalOf,
  request,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

let shop: Shop;
let order: Order;
beforeEach(async () => {
  shop = await openShop();
  ({ order } = await paidOrder(shop));
});

const mugs = (quantity: number) => [{ variantId: shop.mug, quantity }];
const cancel = (command: Partial<Parameters<CancelUnits>[0]> = {}) =>
  shop.cancelUnits({
    request: request('cancel'),
    orderId: order.id,
    lines: mugs(1),
    reason: 'broken in store',
    ...command,
  });

it('gives units that are not shipped back to the stock, and what was paid for them back to the buyer', async () => {
  const { view } = (await cancel())._unsafeUnwrap();
  expect(view.order).toMatchObject({
    status: 'paid',
    dueBack: usd(1200),
    unitCancellations: [{ lines: [{ ...mugs(1)[0], amount: usd(1200) }], reason: 'broken in store' }],
  });
  expect(shop.stockOf(shop.mug)).toBe(8);
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'partially_refunded', dueBack: usd(0) });
});

it('cancels the order with its last unit, shipping included', async () => {
  (await cancel({ lines: mugs(3) }))._unsafeUnwrap();
  expect(orderNow(shop, order)).toMatchObject({ status: 'cancelled', dueBack: usd(4100) });
  expect(shop.stockOf(shop.mug)).toBe(10);
});

it('cancels units once for one request, and returns the same for a repeat whatever has happened since', async () => {
  const [first, second] = await Promise.all([cancel(), cancel()]);
  (await shop.shipOrder({ orderId: order.id, carrier: 'DHL', trackingNumber: 'T1' }))._unsafeUnwrap();
  const third = await cancel();
  const { view } = first._unsafeUnwrap();
  expect([second._unsafeUnwrap(), third._unsafeUnwrap()]).toEqual([
    { view, replayed: true },
    { view, replayed: true },
  ]);
  expect(shop.stockOf(shop.mug)).toBe(8);
  expect(await refusalOf(shop, () => cancel({ request: request('cancel', 'another body') }))).toEqual({
    type: 'idempotency.key-reused',
  });
});

it('refuses units that were shipped, and an order that is not paid', async () => {
  (await shop.shipOrder({ orderId: order.id, lines: mugs(2), carrier: 'DHL', trackingNumber: 'T1' }))._unsafeUnwrap();
  expect(await refusalOf(shop, () => cancel({ lines: mugs(2) }))).toMatchObject({
    type: 'units.not-available',
    requested: 2,
    available: 1,
  });
  const pending = await guestOrder(shop, { key: 'pending' });
  expect(await refusalOf(shop, () => cancel({ orderId: pending.order.id }))).toMatchObject({
    type: 'order.not-cancellable',
  });
  expect(await refusalOf(shop, () => cancel({ orderId: 'none' }))).toEqual({
    type: 'order.not-found',
    orderId: 'none',
  });
});

it('cancels nothing for somebody who last saw another version of the order', async () => {
  expect(await refusalOf(shop, () => cancel({ expectedVersion: 1 }))).toEqual({
    type: 'order.version-stale',
    expected: 1,
    actual: 2,
  });
  expect((await cancel({ expectedVersion: 2 })).isOk()).toBe(true);
});
