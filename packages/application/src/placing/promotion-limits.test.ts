/** Long because each limit is tested as reached, as free and as raced for. */
import type { Caller, CartView, PlaceOrderCommand } from '@cartwright/application';
import type { Order, Promotion } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { alwaysConflicting, bothWays, watchCommits } from '../../testing/commit-ways.js';
import {
  customerOf,
  guest,
  guestCart,
  home,
  openShop,
  pay,
  pricingRules,
  refusalOf,
  request,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

describe.each(bothWays)('limits of promotions, with orders placed %s', (_way, parts) => {
  let shop: Shop;
  let placed: number;
  beforeEach(async () => {
    shop = await openShop(parts);
    placed = 0;
  });

  /** Takes 3.00 off each order. */
  const threeOff = (conditions: NonNullable<Promotion['conditions']>, facts: Partial<Promotion> = {}): Promotion => ({
    id: 'three-off',
    name: 'Three off',
    target: { type: 'order' },
    effect: { type: 'amount', amount: usd(300), mode: 'across' },
    conditions,
    ...facts,
  });
  const offer = (...promotions: readonly Promotion[]) => shop.store.setPricing({ ...pricingRules, promotions });

  /** An order of an e-book (15.00) by a guest; each call is a new order. */
  const placing = (facts: Partial<PlaceOrderCommand> = {}) => {
    placed += 1;
    return shop.placeOrder({
      caller: guest,
      request: request(`order ${placed}`),
      source: { type: 'items', items: [{ variantId: shop.eBook, quantity: 1 }] },
      email: 'guest@example.org',
      ...facts,
    });
  };
  const place = async (facts: Partial<PlaceOrderCommand> = {}): Promise<Order> =>
    (await placing(facts))._unsafeUnwrap().order;
  const discountOf = async (facts: Partial<PlaceOrderCommand> = {}): Promise<number> =>
    (await place(facts)).pricing.discountTotal.amount;
  const cancel = async ({ id }: Order) => {
    const staff = { type: 'user', userId: 'staff', role: 'support' } as const;
    return (await shop.cancelOrder({ caller: staff, orderId: id }))._unsafeUnwrap();
  };
  const counted = () => [...shop.store.committed().promotionUsage.values()];

  describe('a coupon for so many orders', () => {
    beforeEach(() => offer(threeOff({ couponCode: 'three', usageLimit: 2 })));
    const coupons = ['THREE'];

    it('is refused once they have used it, with the reason, and the refusal changes nothing', async () => {
      expect([await discountOf({ coupons }), await discountOf({ coupons })]).toEqual([300, 300]);
      expect(await refusalOf(shop, () => placing({ coupons }))).toEqual({
        type: 'coupon.not-applicable',
        coupon: 'three',
        reason: { type: 'promotion.usage-limit-reached', limit: 2, uses: 2 },
      });
    });

    it('is counted once by an order that is sent twice', async () => {
      const facts = { coupons, request: request('the same') };
      const first = await place(facts);
      expect((await place(facts)).id).toBe(first.id);
      expect(counted()).toEqual([{ promotionId: 'three-off', uses: 1 }]);
    });

    it('is not used by an order that is refused for something else', async () => {
      const items = [{ variantId: shop.mug, quantity: 11 }];
      const refused = await refusalOf(shop, () =>
        placing({ coupons, source: { type: 'items', items }, shippingAddress: home }),
      );
      expect(refused.type).toBe('stock.insufficient');
      expect(counted()).toEqual([]);
    });

    it('can be used again for an order that is cancelled, once however often that is tried', async () => {
      const first = await place({ coupons });
      await place({ coupons });
      await cancel(first);
      const staff: Caller = { type: 'user', userId: 'staff', role: 'support' };
      expect((await shop.cancelOrder({ caller: staff, orderId: first.id })).isErr()).toBe(true);
      expect(counted()).toEqual([{ promotionId: 'three-off', uses: 1 }]);
      expect(await discountOf({ coupons })).toBe(300);
      expect((await placing({ coupons })).isErr()).toBe(true);
    });

    it('is not used again when a payment arrives for an order that was cancelled', async () => {
      const items = [{ variantId: shop.mug, quantity: 1 }];
      const { order, token } = (
        await placing({ coupons, source: { type: 'items', items }, shippingAddress: home })
      )._unsafeUnwrap();
      const caller: Caller = { type: 'guest', orderToken: String(token) };
      await pay(shop, order, caller);
      await cancel(order);
      await shop.runJobs();
      expect(counted()).toEqual([{ promotionId: 'three-off', uses: 0 }]);
    });

    it('is shown as used up by a cart that holds it, and can no longer be entered', async () => {
      const { cartId, caller } = await guestCart(shop, [shop.eBook, 1]);
      (await shop.addCoupon({ caller, cartId, code: 'three' }))._unsafeUnwrap();
      await place({ coupons });
      const shown = (await shop.viewCart({ caller, cartId }))._unsafeUnwrap().priced;
      expect(shown.total).toEqual(usd(1200));
      await place({ coupons });
      const { priced } = (await shop.viewCart({ caller, cartId }))._unsafeUnwrap();
      expect([priced.total, priced.skipped.map(({ reason }) => reason.type)]).toEqual([
        usd(1500),
        ['promotion.usage-limit-reached'],
      ]);

      const other = await guestCart(shop, [shop.eBook, 1]);
      const entered = await shop.addCoupon({ caller: other.caller, cartId: other.cartId, code: 'three' });
      expect(entered._unsafeUnwrapErr()).toMatchObject({
        type: 'coupon.not-applicable',
        reason: { type: 'promotion.usage-limit-reached' },
      });

      // A buyer who was shown the discount is warned before they pay more.
      const source = { type: 'cart', cartId } as const;
      const ordered = await placing({ caller, source, expectedTotal: shown.total });
      expect(ordered._unsafeUnwrapErr()).toMatchObject({ type: 'order.price-changed', pricing: { total: usd(1500) } });
    });
  });

  describe('a coupon for so many orders of one customer', () => {
    beforeEach(() => offer(threeOff({ couponCode: 'mine', customerUsageLimit: 1 })));
    const coupons = ['mine'];
    const reason = { type: 'promotion.customer-usage-limit-reached', limit: 1, uses: 1 };

    it('counts the orders of each account by itself', async () => {
      const [ada, bob] = [await customerOf(shop), await customerOf(shop, 'bob@example.org')];
      expect(await discountOf({ caller: ada, coupons })).toBe(300);
      expect(await refusalOf(shop, () => placing({ caller: ada, coupons }))).toMatchObject({
        type: 'coupon.not-applicable',
        reason,
      });
      expect(
        await refusalOf(shop, () => placing({ caller: ada, coupons, email: 'another@example.org' })),
      ).toMatchObject({
        reason,
      });
      expect(await discountOf({ caller: bob, coupons })).toBe(300);
    });

    it('identifies a guest by their e-mail, however it is written', async () => {
      expect(await discountOf({ coupons })).toBe(300);
      expect(await refusalOf(shop, () => placing({ coupons, email: ' Guest@Example.ORG' }))).toMatchObject({ reason });
      expect(await discountOf({ coupons, email: 'other@example.org' })).toBe(300);
    });

    it("does not let a guest use up an account's limit by giving its e-mail", async () => {
      const ada = await customerOf(shop);
      expect(await discountOf({ coupons, email: 'ada@example.org' })).toBe(300);
      expect(await discountOf({ caller: ada, coupons })).toBe(300);
    });

    it("keeps no guest's e-mail with what they used", async () => {
      await place({ coupons });
      expect(JSON.stringify(counted())).not.toContain('guest@example.org');
    });

    it('is shown as used to the customer who looks at their cart', async () => {
      const caller = await customerOf(shop);
      await place({ caller, coupons });
      const cartId = (await shop.createCart({ caller }))._unsafeUnwrap().view.stored.cart.id;
      (await shop.addLine({ caller, cartId, variantId: shop.eBook, quantity: 1 }))._unsafeUnwrap();
      expect((await shop.addCoupon({ caller, cartId, code: 'mine' }))._unsafeUnwrapErr()).toMatchObject({ reason });
    });

    it('is shown as used in the cart of a guest, from the e-mail on', async () => {
      await place({ coupons });
      const cart = await guestCart(shop, [shop.eBook, 1]);
      const discountIn = async (view: ResultAsync<CartView, unknown>) =>
        (await view)._unsafeUnwrap().priced.discountTotal.amount;
      expect(await discountIn(shop.addCoupon({ ...cart, code: 'mine' }))).toBe(300);
      const setEmail = (email: string | null) => discountIn(shop.setCheckout({ ...cart, changes: { email } }));
      expect([await setEmail('guest@example.org'), await discountIn(shop.viewCart(cart))]).toEqual([0, 0]);
      expect([await setEmail('other@example.org'), await discountIn(shop.viewCart(cart))]).toEqual([300, 300]);
      await setEmail('guest@example.org');
      expect(await setEmail(null)).toBe(300);
      await setEmail('guest@example.org');
      (await shop.removeCoupon({ ...cart, code: 'mine' }))._unsafeUnwrap();
      expect((await shop.addCoupon({ ...cart, code: 'mine' }))._unsafeUnwrapErr()).toMatchObject({ reason });
    });

    it('can be used again by a customer who cancels their order', async () => {
      const first = await place({ coupons });
      await place({ coupons, email: 'other@example.org' });
      await cancel(first);
      expect(await discountOf({ coupons })).toBe(300);
      expect((await placing({ coupons, email: 'other@example.org' })).isErr()).toBe(true);
    });
  });

  describe('a promotion with a budget', () => {
    it('gives the last order what is left of it, and the next nothing', async () => {
      offer(threeOff({ budget: usd(700) }));
      expect([await discountOf(), await discountOf(), await discountOf(), await discountOf()]).toEqual([
        300, 300, 100, 0,
      ]);
      expect(counted()).toEqual([{ promotionId: 'three-off', uses: 3, spent: usd(700) }]);
    });

    it('gets back what a cancelled order took of it', async () => {
      offer(threeOff({ budget: usd(400) }));
      const first = await place();
      expect(await discountOf()).toBe(100);
      await cancel(first);
      expect([await discountOf(), await discountOf()]).toEqual([300, 0]);
    });

    it('is counted from when it has its limit on: an older order that is cancelled gives nothing back', async () => {
      offer(threeOff({}));
      const older = await place();
      expect(counted()).toEqual([]);
      offer(threeOff({ budget: usd(400) }));
      await place();
      await cancel(older);
      expect(counted()).toEqual([{ promotionId: 'three-off', uses: 1, spent: usd(300) }]);
    });

    it('gets back what was taken also when its limits are gone by then', async () => {
      offer(threeOff({ budget: usd(400) }));
      const first = await place();
      offer(threeOff({}));
      await cancel(first);
      offer();
      expect(counted()).toEqual([{ promotionId: 'three-off', uses: 0, spent: usd(0) }]);
    });
  });

  describe('of several limited promotions', () => {
    it('the one that is used up leaves its place to the next, and each order counts what it used', async () => {
      const exclusiveGroup = 'season';
      offer(
        threeOff(
          { usageLimit: 1 },
          { id: 'best', exclusiveGroup, effect: { type: 'amount', amount: usd(500), mode: 'across' } },
        ),
        threeOff({ usageLimit: 1 }, { id: 'second', exclusiveGroup }),
      );
      expect([await discountOf(), await discountOf(), await discountOf()]).toEqual([500, 300, 0]);
      expect(counted()).toEqual([
        { promotionId: 'best', uses: 1 },
        { promotionId: 'second', uses: 1 },
      ]);
    });

    it('those whose conditions do not hold are left alone', async () => {
      offer(
        threeOff({ usageLimit: 5, couponCode: 'secret' }, { id: 'coupon' }),
        threeOff({ usageLimit: 5, endsAt: '2026-01-01T00:00:00.000Z' }, { id: 'over' }),
        threeOff({ customerUsageLimit: 5, groups: ['premium'] }, { id: 'premium' }),
        threeOff({ usageLimit: 5, customerUsageLimit: 5 }, { id: 'for all' }),
      );
      await place();
      expect(counted().map(({ promotionId, uses }) => [promotionId, uses])).toEqual([
        ['for all', 1],
        ['for all', 1],
      ]);
    });
  });
});

/** A promotion of 3.00 off each order. */
const limited = (id: string, conditions: NonNullable<Promotion['conditions']>, priority = 0): Promotion => ({
  id,
  name: id,
  priority,
  target: { type: 'order' },
  effect: { type: 'amount', amount: usd(300), mode: 'across' },
  conditions,
});
const orderOf = (shop: Shop, key: string): PlaceOrderCommand => ({
  caller: guest,
  request: request(key),
  source: { type: 'items', items: [{ variantId: shop.eBook, quantity: 1 }] },
  email: 'guest@example.org',
});

it('locks only the counters that decide the price, in ascending order, and none where nothing is limited', async () => {
  const locked: string[][] = [];
  const shop = await openShop({
    unitOfWork: (ordinary) =>
      alwaysConflicting({
        ...ordinary,
        run: (work) =>
          ordinary.run((repositories) => {
            const { promotionUsage } = repositories.locking;
            if (promotionUsage === undefined) throw new Error('counters are locked in a transaction');
            const lock: typeof promotionUsage.lock = (counters) => {
              locked.push(
                counters.map(({ promotionId, buyer }) => `${promotionId}${buyer === undefined ? '' : ' of one'}`),
              );
              return promotionUsage.lock(counters);
            };
            return work({ ...repositories, locking: { ...repositories.locking, promotionUsage: { lock } } });
          }),
      }),
  });
  const place = async (key: string) => (await shop.placeOrder(orderOf(shop, key)))._unsafeUnwrap();
  await place('nothing is limited');
  shop.store.setPricing({
    ...pricingRules,
    promotions: [limited('free', {}), limited('other', { usageLimit: 1, couponCode: 'unused' })],
  });
  await place('the limited one does not apply');
  expect(locked).toEqual([]);
  shop.store.setPricing({
    ...pricingRules,
    promotions: [limited('b', { budget: usd(300) }), limited('a', { usageLimit: 9, customerUsageLimit: 9 }, -1)],
  });
  await place('both apply');
  await place('one of them is used up');
  // What is used up makes no order wait.
  expect(locked).toEqual([
    ['a', 'a of one', 'b'],
    ['a', 'a of one'],
  ]);
});

it('commits an order with limited promotions without a transaction', async () => {
  const { seen, reset, unitOfWork } = watchCommits();
  const shop = await openShop({ unitOfWork });
  const promotions = [limited('a', { usageLimit: 9, budget: usd(2700), customerUsageLimit: 2 })];
  shop.store.setPricing({ ...pricingRules, promotions });
  reset();
  const { order } = (await shop.placeOrder(orderOf(shop, 'key')))._unsafeUnwrap();
  expect(order.pricing.discountTotal).toEqual(usd(300));
  expect(seen).toMatchObject({ transactions: 0, pricingReads: 1 });
  expect(seen.optimistic.map(({ promotions: write }) => write)).toMatchObject([
    {
      type: 'count',
      orderId: order.id,
      uses: [
        { promotionId: 'a', maxUses: 9, budget: usd(2700), spent: usd(300) },
        { promotionId: 'a', buyer: expect.stringMatching(/^guest:/u), maxUses: 2 },
      ],
    },
  ]);
});

it('gives a limited promotion to exactly as many concurrent orders as it has uses left', async () => {
  const shop = await openShop();
  shop.store.setPricing({ ...pricingRules, promotions: [limited('a', { usageLimit: 3 })] });
  const orders = await Promise.all(
    Array.from({ length: 12 }, (_, index) => shop.placeOrder(orderOf(shop, `${index}`))),
  );
  const discounts = orders.map((placed) => placed._unsafeUnwrap().order.pricing.discountTotal.amount);
  expect(discounts.filter((amount) => amount === 300)).toHaveLength(3);
  expect(discounts.filter((amount) => amount === 0)).toHaveLength(9);
  expect([...shop.store.committed().promotionUsage.values()]).toEqual([{ promotionId: 'a', uses: 3 }]);
});

it('spends a budget exactly with concurrent orders: the one that meets its end gets what is left', async () => {
  const shop = await openShop();
  shop.store.setPricing({ ...pricingRules, promotions: [limited('a', { budget: usd(700) })] });
  const orders = await Promise.all(Array.from({ length: 6 }, (_, index) => shop.placeOrder(orderOf(shop, `${index}`))));
  const discounts = orders.map((placed) => placed._unsafeUnwrap().order.pricing.discountTotal.amount);
  expect(discounts.toSorted((left, right) => right - left)).toEqual([300, 300, 100, 0, 0, 0]);
});
