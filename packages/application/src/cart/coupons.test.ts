import type { Caller } from '@cartwright/application';
import { beforeEach, describe, expect, it } from 'vitest';
import { bothWays } from '../../testing/commit-ways.js';
import {
  customerOf,
  guestCart,
  home,
  openShop,
  request,
  snapshotOf,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

describe.each(bothWays)('a coupon that is entered %s', (_way, parts) => {
  let shop: Shop;
  let caller: Caller;
  let cartId: string;
  beforeEach(async () => {
    shop = await openShop(parts);
    ({ cartId, caller } = await guestCart(shop, [shop.mug, 1]));
  });

  const enter = (code: string) => shop.addCoupon({ caller, cartId, code });

  it('takes a coupon that its promotion writes in capitals, however it is typed', async () => {
    const answer = (await enter(' ＳＡＶＥ10 '))._unsafeUnwrap();
    expect(answer.stored.cart.couponCodes).toEqual(['save10']);
    expect(answer.priced.total).toEqual(usd(1200 - 120 + 500));
  });

  it('keeps the version of a cart whose coupon is entered again', async () => {
    const { stored } = (await enter('SAVE10'))._unsafeUnwrap();
    expect((await enter('save10'))._unsafeUnwrap().stored).toEqual(stored);
    expect(shop.store.committed().carts.get(cartId)).toEqual(stored);
  });

  it('refuses a code that nothing asks for, and keeps it out of the cart', async () => {
    const before = snapshotOf(shop.store);
    expect((await enter('GIMME'))._unsafeUnwrapErr()).toEqual({ type: 'coupon.unknown', coupon: 'gimme' });
    expect(shop.store.committed()).toEqual(before);
  });

  it('refuses an empty code', async () => {
    expect((await enter(' \t'))._unsafeUnwrapErr()).toEqual({ type: 'cart.coupon-code-empty' });
  });

  it('refuses a coupon that is for others, with the reason, and keeps it out of the cart', async () => {
    const before = snapshotOf(shop.store);
    expect((await enter('gold'))._unsafeUnwrapErr()).toEqual({
      type: 'coupon.not-applicable',
      coupon: 'gold',
      reason: { type: 'promotion.group-not-eligible', groups: ['premium'], customerGroups: ['guest'] },
    });
    expect(shop.store.committed()).toEqual(before);
  });

  it('refuses a coupon that takes nothing off', async () => {
    const { promotions, ...rules } = shop.store.pricing();
    const posters = { type: 'lines', selector: { variantIds: [shop.poster] } } as const;
    shop.store.setPricing({ ...rules, promotions: promotions.map((promotion) => ({ ...promotion, target: posters })) });
    expect((await enter('SAVE10'))._unsafeUnwrapErr()).toEqual({
      type: 'coupon.not-applicable',
      coupon: 'save10',
      reason: { type: 'promotion.no-effect', why: 'not-targeted' },
    });
  });

  it('takes a coupon when one of the promotions that ask for it takes something off', async () => {
    const { promotions, ...rules } = shop.store.pricing();
    const twin = promotions
      .filter(({ id }) => id === 'gold')
      .map((gold) => ({ ...gold, id: 'a', conditions: { couponCode: 'gold' } }));
    shop.store.setPricing({ ...rules, promotions: [...promotions, ...twin] });
    expect((await enter('gold')).isOk()).toBe(true);
  });

  it('gives a coupon the benefit of the doubt while the cart is empty, unless something else is against it', async () => {
    ({ cartId, caller } = await guestCart(shop));
    expect((await enter('SAVE10')).isOk()).toBe(true);
    expect((await enter('gold'))._unsafeUnwrapErr().type).toBe('coupon.not-applicable');
  });

  it.each([
    ['a larger cart', { minimumSubtotal: usd(5000) }],
    ['more units', { minimumQuantity: 10 }],
    ['a certain product', { contains: { variantIds: ['something else'] } }],
  ])('takes a coupon that asks for %s into an empty cart alone', async (_what, wanted) => {
    const { promotions, ...rules } = shop.store.pricing();
    const asking = promotions
      .filter(({ id }) => id === 'gold')
      .map((gold) => ({ ...gold, conditions: { ...wanted, couponCode: 'gold' } }));
    shop.store.setPricing({ ...rules, promotions: asking });
    expect((await enter('gold'))._unsafeUnwrapErr().type).toBe('coupon.not-applicable');
    ({ cartId, caller } = await guestCart(shop));
    expect((await enter('gold')).isOk()).toBe(true);
  });

  it('takes a coupon out, and finds none to take out twice', async () => {
    await enter('SAVE10');
    const answer = (await shop.removeCoupon({ caller, cartId, code: ' Save10' }))._unsafeUnwrap();
    expect(answer.priced.total).toEqual(usd(1700));
    const again = await shop.removeCoupon({ caller, cartId, code: 'save10' });
    expect(again._unsafeUnwrapErr()).toEqual({ type: 'cart.coupon-not-found', code: 'save10' });
  });

  it('explains a coupon that ended after it was entered, and lets the cart be changed and ordered without it', async () => {
    await enter('autumn');
    const shown = (await shop.viewCart({ caller, cartId }))._unsafeUnwrap().priced.total;
    shop.clock.advance(30 * 86_400_000);
    const now = (await shop.setLine({ caller, cartId, variantId: shop.mug, quantity: 1 }))._unsafeUnwrap();
    expect(now.priced.total).toEqual(usd(1700));
    expect(now.priced.skipped.find(({ promotionId }) => promotionId === 'autumn')?.reason.type).toBe('promotion.ended');

    const source = { type: 'cart', cartId } as const;
    const command = { caller, request: request('k'), source, email: 'guest@example.org', shippingAddress: home };
    const stale = await shop.placeOrder({ ...command, expectedTotal: shown });
    expect(stale._unsafeUnwrapErr()).toMatchObject({ type: 'order.price-changed', pricing: { total: usd(1700) } });
    const asked = await shop.placeOrder({ ...command, coupons: ['autumn'] });
    expect(asked._unsafeUnwrapErr()).toMatchObject({
      type: 'coupon.not-applicable',
      reason: { type: 'promotion.ended' },
    });
    const placed = (await shop.placeOrder({ ...command, expectedTotal: usd(1700) }))._unsafeUnwrap();
    expect(placed.order.pricing.total).toEqual(usd(1700));
  });

  it('takes a coupon for a group of a customer', async () => {
    const customer = await customerOf(shop);
    await shop.store.transact((tables) => {
      for (const user of tables.users.values()) tables.users.set(user.id, { ...user, groups: ['premium'] });
      return shop.viewCart({ caller, cartId });
    });
    const own = (await shop.createCart({ caller: customer }))._unsafeUnwrap().view.stored.cart.id;
    const line = { caller: customer, cartId: own, variantId: shop.mug, quantity: 1 };
    await shop.addLine(line);
    const answer = await shop.addCoupon({ caller: customer, cartId: own, code: 'gold' });
    expect(answer._unsafeUnwrap().priced.total).toEqual(usd(1580));
  });
});
