import type { Caller } from '@cartwright/application';
import type { ResultAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { bothWays, makeMeanwhile, watchCommits } from '../../testing/commit-ways.js';
import { guestCart, home, openShop, refusalOf, request, usd, type Shop } from '../../testing/shop-in-memory.js';
import { uploadedCsv } from '../../testing/uploaded-csv.js';

describe.each(bothWays)('a cart that is changed %s', (_way, parts) => {
  let shop: Shop;
  let caller: Caller;
  let cartId: string;
  beforeEach(async () => {
    shop = await openShop(parts);
    ({ cartId, caller } = await guestCart(shop));
  });

  const add = (variantId: string, quantity: number, expectedVersion?: number) =>
    shop.addLine({
      caller,
      cartId,
      variantId,
      quantity,
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
    });
  const set = (variantId: string, quantity: number) => shop.setLine({ caller, cartId, variantId, quantity });
  const view = async () => (await shop.viewCart({ caller, cartId }))._unsafeUnwrap();
  const refusal = <E>(attempt: () => ResultAsync<unknown, E>): Promise<E> => refusalOf(shop, attempt);

  it('adds units to those in the cart, and returns the price', async () => {
    await add(shop.mug, 2);
    const answer = (await add(shop.mug, 1))._unsafeUnwrap();
    expect(answer.stored.cart.lines).toEqual([{ variantId: shop.mug, quantity: 3 }]);
    expect(answer.priced.total).toEqual(usd(3 * 1200 + 500));
    expect(answer.items.get(shop.mug)?.name).toBe('Mug');
    expect(await view()).toEqual(answer);
  });

  it('sets a line to exactly so many units', async () => {
    await add(shop.mug, 2);
    expect((await set(shop.mug, 7))._unsafeUnwrap().stored.cart.lines).toEqual([{ variantId: shop.mug, quantity: 7 }]);
  });

  it('takes a line out, and finds none to take out twice', async () => {
    await add(shop.mug, 2);
    const answer = (await shop.removeLine({ caller, cartId, variantId: shop.mug }))._unsafeUnwrap();
    expect(answer.stored.cart.lines).toEqual([]);
    expect(await refusal(() => shop.removeLine({ caller, cartId, variantId: shop.mug }))).toEqual({
      type: 'cart.line-not-found',
      variantId: shop.mug,
    });
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e21, 1000])(
    'refuses a quantity of %d',
    async (quantity) => {
      const bounds = { type: 'cart.quantity-out-of-range', variantId: shop.mug, quantity, minimum: 1, maximum: 999 };
      expect(await refusal(() => add(shop.mug, quantity))).toEqual(bounds);
      expect(await refusal(() => set(shop.mug, quantity))).toEqual(bounds);
    },
  );

  it('refuses to add past 999 units, with the sum that was asked for', async () => {
    await add(shop.mug, 998);
    expect(await refusal(() => add(shop.mug, 2))).toEqual({
      type: 'cart.quantity-out-of-range',
      variantId: shop.mug,
      quantity: 1000,
      minimum: 1,
      maximum: 999,
    });
  });

  it('refuses to put in a variant that does not exist', async () => {
    const error = { type: 'catalogue.variant-not-found', variantId: 'no-such-variant' };
    expect(await refusal(() => add('no-such-variant', 1))).toEqual(error);
    expect(await refusal(() => set('__proto__', 1))).toEqual({ ...error, variantId: '__proto__' });
  });

  it('refuses to put in a variant that is not on sale, as if there were none', async () => {
    const error = { type: 'catalogue.variant-not-found', variantId: shop.relic };
    expect(await refusal(() => add(shop.relic, 1))).toEqual(error);
    expect(await refusal(() => set(shop.relic, 1))).toEqual(error);
  });

  it('still shows, and lets go of, a variant that was put in before it went off sale, and charges nothing for it', async () => {
    await add(shop.mug, 2);
    await add(shop.poster, 1);
    await archiveMug();
    const { stored, items, priced } = await view();
    expect(items.get(shop.mug)?.onSale).toBe(false);
    expect(stored.cart.lines.map(({ variantId }) => variantId)).toEqual([shop.mug, shop.poster]);
    expect(priced.lines.map(({ variantId }) => variantId)).toEqual([shop.poster]);
    expect([priced.subtotal, priced.total, priced.minimumOrder]).toEqual([
      usd(800),
      usd(1300),
      { met: false, required: usd(1000), actual: usd(800), missing: usd(200) },
    ]);
    expect(await refusal(() => add(shop.mug, 1))).toEqual({ type: 'catalogue.variant-not-found', variantId: shop.mug });
    expect((await shop.removeLine({ caller, cartId, variantId: shop.mug })).isOk()).toBe(true);
  });

  async function archiveMug(): Promise<void> {
    const csv = 'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty,Status\nmug,Mug,MUG,12.00,10,archived';
    const { importId } = (await shop.requestProductImport({ content: uploadedCsv(csv) }))._unsafeUnwrap();
    (await shop.importProducts({ importId }))._unsafeUnwrap();
  }

  it('counts the versions of a cart up with each change', async () => {
    expect((await view()).stored.version).toBe(1);
    expect((await add(shop.mug, 1))._unsafeUnwrap().stored.version).toBe(2);
    expect((await view()).stored.version).toBe(2);
  });

  it('refuses a change that is based on an older version', async () => {
    await add(shop.mug, 1, 1);
    expect(await refusal(() => add(shop.mug, 1, 1))).toEqual({ type: 'cart.version-stale', expected: 1, actual: 2 });
  });

  it('lets one of two changes that saw the same version through', async () => {
    const both = await Promise.all([add(shop.mug, 1, 1), add(shop.poster, 1, 1)]);
    expect(both.map((each) => each.isOk())).toEqual([true, false]);
    expect((await view()).stored.cart.lines).toEqual([{ variantId: shop.mug, quantity: 1 }]);
  });

  it('loses neither of two changes at once that name no version', async () => {
    await Promise.all([add(shop.mug, 1), add(shop.mug, 1)]);
    expect((await view()).stored).toMatchObject({ version: 3, cart: { lines: [{ quantity: 2 }] } });
  });

  it('changes nothing of a cart that was ordered, and still shows it', async () => {
    await add(shop.mug, 1);
    await shop.addCoupon({ caller, cartId, code: 'SAVE10' });
    const source = { type: 'cart', cartId } as const;
    const order = { caller, request: request('k'), source, email: 'guest@example.org', shippingAddress: home };
    (await shop.placeOrder(order))._unsafeUnwrap();
    const error = { type: 'cart.already-ordered', cartId };
    expect(await refusal(() => add(shop.mug, 1))).toEqual(error);
    expect(await refusal(() => set(shop.mug, 1))).toEqual(error);
    expect(await refusal(() => shop.removeLine({ caller, cartId, variantId: shop.mug }))).toEqual(error);
    expect(await refusal(() => shop.addCoupon({ caller, cartId, code: 'SAVE10' }))).toEqual(error);
    expect(await refusal(() => shop.removeCoupon({ caller, cartId, code: 'SAVE10' }))).toEqual(error);
    expect((await view()).stored).toMatchObject({ status: 'ordered', cart: { lines: [{ quantity: 1 }] } });
  });
});

it('loses nothing to a change that comes between reading and writing', async () => {
  const meanwhile = makeMeanwhile();
  const shop = await openShop({ unitOfWork: meanwhile.unitOfWork });
  const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
  const add = (variantId: string, quantity: number, expectedVersion?: number) =>
    shop.addLine({
      caller,
      cartId,
      variantId,
      quantity,
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
    });
  meanwhile.once(() => add(shop.eBook, 1));
  const changed = (await add(shop.mug, 2))._unsafeUnwrap();
  expect(changed.stored.cart.lines).toEqual([
    { variantId: shop.mug, quantity: 3 },
    { variantId: shop.eBook, quantity: 1 },
  ]);
  expect((await shop.viewCart({ caller, cartId }))._unsafeUnwrap()).toEqual(changed);
  meanwhile.once(() => add(shop.eBook, 1));
  expect((await add(shop.mug, 2, 4))._unsafeUnwrapErr()).toEqual({
    type: 'cart.version-stale',
    expected: 4,
    actual: 5,
  });
});

it('refuses a change without a transaction, and reads once what a change that holds is priced by', async () => {
  const { seen, reset, unitOfWork } = watchCommits();
  const shop = await openShop({ unitOfWork });
  const { cartId, caller } = await guestCart(shop);
  reset();
  (await shop.addLine({ caller, cartId, variantId: shop.mug, quantity: 1 }))._unsafeUnwrap();
  expect(seen).toMatchObject({ transactions: 0, pricingReads: 1, optimistic: [{ cart: { type: 'change' } }] });
  reset();
  (await shop.addLine({ caller, cartId, variantId: shop.relic, quantity: 1 }))._unsafeUnwrapErr();
  expect(seen).toEqual({ transactions: 0, pricingReads: 1, optimistic: [], locked: [] });
});

it('writes nothing for an edit that changes nothing', async () => {
  const { seen, reset, unitOfWork } = watchCommits();
  const shop = await openShop({ unitOfWork });
  const { cartId, caller } = await guestCart(shop, [shop.mug, 2]);
  (await shop.addCoupon({ caller, cartId, code: 'SAVE10' }))._unsafeUnwrap();
  reset();
  (await shop.addCoupon({ caller, cartId, code: 'save10' }))._unsafeUnwrap();
  expect(seen).toEqual({ transactions: 0, pricingReads: 1, optimistic: [], locked: [] });
});
