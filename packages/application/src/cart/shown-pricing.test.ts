import type { PricedCart, Promotion } from '@cartwright/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  customerOf,
  guestCart,
  home,
  openShop,
  pricingRules,
  request,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';
import { shownPricing } from './shown-pricing.js';

const tenPercentOff = (id: string, conditions: Promotion['conditions']): Promotion => ({
  id,
  name: id,
  target: { type: 'order' },
  effect: { type: 'percent', rate: 100_000 },
  ...(conditions === undefined ? {} : { conditions }),
});

/** Beside the secret ones of the shop: one for everybody, one for premium customers, and generated codes. */
const promotions = [
  ...pricingRules.promotions,
  tenPercentOff('large', { minimumSubtotal: usd(99_000) }),
  tenPercentOff('members', { groups: ['premium'] }),
  tenPercentOff('letters', { singleUse: true }),
  tenPercentOff('over', { couponCode: 'over', endsAt: '2020-01-01T00:00:00.000Z' }),
];

const idsOf = ({ skipped }: PricedCart): readonly string[] => skipped.map(({ promotionId }) => promotionId);

describe('the promotions that took nothing off', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
    shop.store.setPricing({ ...pricingRules, promotions });
  });

  it('are public ones only, in each response about a cart', async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
    const line = { caller, cartId, variantId: shop.poster };
    const views = [
      (await shop.viewCart({ caller, cartId }))._unsafeUnwrap(),
      (await shop.addLine({ ...line, quantity: 1 }))._unsafeUnwrap(),
      (await shop.setLine({ ...line, quantity: 2 }))._unsafeUnwrap(),
      (await shop.removeLine(line))._unsafeUnwrap(),
      (await shop.createCart({ caller: { type: 'guest' } }))._unsafeUnwrap().view,
    ];
    const customer = await customerOf(shop);
    const token = caller.cartToken === undefined ? {} : { cartToken: caller.cartToken };
    views.push((await shop.claimCart({ caller: { ...customer, ...token }, cartId }))._unsafeUnwrap().view);
    for (const { priced } of views) expect(idsOf(priced)).toEqual(['large', 'members']);
  });

  it('are public ones and those whose code was entered, however it was typed', async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
    await shop.addCoupon({ caller, cartId, code: ' AUTUMN ' });
    shop.clock.advance(30 * 86_400_000);
    const { priced } = (await shop.viewCart({ caller, cartId }))._unsafeUnwrap();
    expect(idsOf(priced)).toEqual(['autumn', 'large', 'members']);
  });

  it('are public ones only, in an order and in a refusal because of its price', async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
    const source = { type: 'cart', cartId } as const;
    const command = { caller, request: request('k'), source, email: 'guest@example.org', shippingAddress: home };
    const changed = (await shop.placeOrder({ ...command, expectedTotal: usd(1) }))._unsafeUnwrapErr();
    if (changed.type !== 'order.price-changed') throw new Error(changed.type);
    const { order } = (await shop.placeOrder(command))._unsafeUnwrap();
    expect([idsOf(changed.pricing), idsOf(order.pricing)]).toEqual([
      ['large', 'members'],
      ['large', 'members'],
    ]);
  });

  it('are few in a shop with 300 secret coupons', async () => {
    const secret = Array.from({ length: 300 }, (_, index) => tenPercentOff(`s${index}`, { couponCode: `c${index}` }));
    shop.store.setPricing({ ...pricingRules, promotions: secret });
    const { view } = (await shop.createCart({ caller: { type: 'guest' } }))._unsafeUnwrap();
    expect(view.priced.skipped).toEqual([]);
  });

  it('include one with generated codes if one of them was entered', async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
    const { priced } = (await shop.viewCart({ caller, cartId }))._unsafeUnwrap();
    const letters = promotions.find(({ id }) => id === 'letters');
    const skipped = [
      { promotionId: 'letters', name: 'letters', reason: { type: 'promotion.coupon-missing' } as const },
    ];
    const show = (couponCodes: readonly string[]) =>
      idsOf(
        shownPricing({
          priced: { ...priced, skipped, couponCodes },
          rules: { ...pricingRules, promotions: letters === undefined ? [] : [letters] },
          promotionUsage: { letters: { uses: 0, customerUses: 0, codes: ['A-1', 'A-2'] } },
        }),
      );
    expect([show([]), show(['a-3']), show(['a-2'])]).toEqual([[], [], ['letters']]);
  });

  it('leave out one that the shop no longer has', async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
    const { priced } = (await shop.viewCart({ caller, cartId }))._unsafeUnwrap();
    const shown = shownPricing({ priced, rules: { ...pricingRules, promotions: [] }, promotionUsage: {} });
    expect(shown.skipped).toEqual([]);
  });
});
