import { beforeEach, expect, it } from 'vitest';
import { openShop, refusalOf, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const adjust = (delta: number, variantId = shop.mug) => shop.adjustStock({ variantId, delta, reason: 'stocktaking' });

it('adds and takes units, each with its reason in the ledger', async () => {
  expect((await adjust(5))._unsafeUnwrap()).toEqual({ variantId: shop.mug, available: 15 });
  expect((await adjust(-15))._unsafeUnwrap()).toEqual({ variantId: shop.mug, available: 0 });
  const ledger = [...shop.store.committed().movements.values()].slice(-2);
  expect(ledger).toMatchObject([
    { variantId: shop.mug, type: 'adjusted', quantity: 5, actor: 'staff', reason: 'stocktaking', at: shop.clock.now() },
    { variantId: shop.mug, type: 'adjusted', quantity: -15, actor: 'staff', reason: 'stocktaking' },
  ]);
});

it('takes no more than there is', async () => {
  expect(await refusalOf(shop, () => adjust(-11))).toEqual({
    type: 'stock.insufficient',
    shortages: [{ variantId: shop.mug, requested: 11, available: 10 }],
  });
});

it('takes the last units once when two take them at once', async () => {
  const both = await Promise.all([adjust(-6), adjust(-6)]);
  expect(both.map((each) => each.isOk())).toEqual([true, false]);
  expect(shop.stockOf(shop.mug)).toBe(4);
});

it.each([0, -0, 0.5, Number.NaN, Number.NEGATIVE_INFINITY, 1_000_001, -1_000_001])(
  'refuses a change by %d',
  async (delta) => {
    expect(await refusalOf(shop, () => adjust(delta))).toEqual({
      type: 'stock.delta-out-of-range',
      delta,
      limit: 1_000_000,
    });
  },
);

it('changes the stock by up to a million units at once', async () => {
  expect((await adjust(1_000_000))._unsafeUnwrap().available).toBe(1_000_010);
  expect((await adjust(-1_000_000))._unsafeUnwrap().available).toBe(10);
});

it('counts nothing that holds no stock, and nothing that does not exist', async () => {
  expect(await refusalOf(shop, () => adjust(1, shop.eBook))).toEqual({
    type: 'stock.not-tracked',
    variantId: shop.eBook,
  });
  expect(await refusalOf(shop, () => adjust(1, 'none'))).toEqual({
    type: 'catalogue.variant-not-found',
    variantId: 'none',
  });
});
