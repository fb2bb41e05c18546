import { beforeEach, expect, it } from 'vitest';
import { guestOrder, openShop, paidOrder, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const check = async () => (await shop.checkStockLedger())._unsafeUnwrap();
const errors = () => shop.log.lines.filter(({ level }) => level === 'error').map(({ facts }) => facts);
/** Writes stock past its ledger, as a defect or a hand in the database would. */
const plant = (variantId: string, facts: { readonly stock?: number; readonly reserved?: number }): void => {
  const { variants } = shop.store.committed();
  const variant = variants.get(variantId);
  if (variant !== undefined) variants.set(variantId, { ...variant, ...facts });
};

it('finds nothing in a shop that sold, shipped and counted', async () => {
  const { order } = await paidOrder(shop);
  await guestOrder(shop, { key: 'pending', variantId: shop.poster, quantity: 2 });
  (await shop.shipOrder({ orderId: order.id, carrier: 'DHL', trackingNumber: 'T' }))._unsafeUnwrap();
  (await shop.adjustStock({ variantId: shop.mug, delta: -2, reason: 'broken' }))._unsafeUnwrap();
  expect([await check(), errors()]).toEqual([{ differences: 0 }, []]);
});

it('names a variant with one unit too many, and one of which an order holds one too few', async () => {
  await guestOrder(shop, { variantId: shop.poster, quantity: 2 });
  plant(shop.mug, { stock: 11 });
  plant(shop.poster, { reserved: 1 });
  expect(await check()).toEqual({ differences: 2 });
  expect(errors()).toEqual([
    { variantId: shop.mug, stored: { available: 11, reserved: 0 }, ledger: { available: 10, reserved: 0 } },
    { variantId: shop.poster, stored: { available: 3, reserved: 1 }, ledger: { available: 3, reserved: 2 } },
  ]);
});

it('changes nothing of what it finds', async () => {
  plant(shop.mug, { stock: 11 });
  await check();
  expect([shop.stockOf(shop.mug), await check()]).toEqual([11, { differences: 1 }]);
});

it('logs a hundred differences of more, and their number', async () => {
  const { variants } = shop.store.committed();
  const mug = variants.get(shop.mug);
  if (mug === undefined) throw new Error('the shop sells mugs');
  // More than are compared at once.
  for (let made = 0; made < 450; made += 1) variants.set(`copy-${made}`, { ...mug, id: `copy-${made}`, stock: 1 });
  expect(await check()).toEqual({ differences: 450 });
  expect([errors().length, errors().at(-1)]).toEqual([101, { differences: 450, logged: 100 }]);
});

it('runs as a job', async () => {
  plant(shop.mug, { stock: 11 });
  const job = { id: 'check', name: 'check-stock-ledger', payload: { at: shop.clock.now() } } as const;
  expect((await shop.handlers['check-stock-ledger'](job)).isOk()).toBe(true);
  expect(errors()).toHaveLength(1);
});
