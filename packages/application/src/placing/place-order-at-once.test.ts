import type { OrderPlacement, PlaceOrderCommand, UnitOfWork } from '@cartwright/application';
import type { Promotion } from '@cartwright/domain';
import { errAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import {
  customerOf,
  guest,
  guestCart,
  home,
  openShop,
  pricingRules,
  request,
  type Shop,
} from '../../testing/shop-in-memory.js';

let transactions: number;
let attempted: OrderPlacement[];
let shop: Shop;
beforeEach(async () => {
  attempted = [];
  shop = await openShop({
    unitOfWork: (ordinary): UnitOfWork => ({
      ...ordinary,
      run: (work) => {
        transactions += 1;
        return ordinary.run(work);
      },
    }),
    orderPlacements: (ordinary) => ({
      commit: (placement) => {
        attempted.push(placement);
        return ordinary.commit(placement);
      },
    }),
  });
  transactions = 0;
});

const command = (facts: Partial<PlaceOrderCommand> = {}): PlaceOrderCommand => ({
  caller: guest,
  request: request('key'),
  source: { type: 'items', items: [{ variantId: shop.mug, quantity: 2 }] },
  email: 'guest@example.org',
  shippingAddress: home,
  ...facts,
});
const place = (facts?: Partial<PlaceOrderCommand>) => shop.placeOrder(command(facts));

it('opens no transaction for an order that nothing stands against', async () => {
  const { order } = (await place())._unsafeUnwrap();
  expect(transactions).toBe(0);
  expect(shop.stockOf(shop.mug)).toBe(8);
  expect(shop.store.committed().orders.get(order.id)).toEqual({ order, version: 1 });
});

it('closes the cart that it orders at the version that was priced', async () => {
  const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
  const { version } = shop.store.committed().carts.get(cartId) ?? { version: 0 };
  transactions = 0;
  (await place({ caller, source: { type: 'cart', cartId } }))._unsafeUnwrap();
  expect(transactions).toBe(0);
  expect(attempted.map(({ cart }) => cart)).toEqual([{ id: cartId, version }]);
  expect(shop.store.committed().carts.get(cartId)).toMatchObject({ status: 'ordered', version: version + 1 });
});

it('finds out in a transaction why an order cannot be placed', async () => {
  const source = { type: 'items', items: [{ variantId: shop.mug, quantity: 11 }] } as const;
  expect((await place({ source }))._unsafeUnwrapErr()).toMatchObject({ type: 'stock.insufficient' });
  // It would have failed together with others.
  expect(attempted).toEqual([]);
  expect(transactions).toBe(1);
  expect((await place({ coupons: ['nothing'] }))._unsafeUnwrapErr()).toMatchObject({ type: 'coupon.unknown' });
  expect(transactions).toBe(2);
});

it('answers a repeat in a transaction', async () => {
  const first = (await place())._unsafeUnwrap();
  expect((await place())._unsafeUnwrap()).toEqual({ ...first, replayed: true });
  expect(transactions).toBe(1);
});

it('gives what is for first orders to a customer’s first one alone', async () => {
  const welcome: Promotion = {
    id: 'welcome',
    name: 'A tenth off the first order',
    target: { type: 'order' },
    effect: { type: 'percent', rate: 100_000 },
    conditions: { firstOrder: true },
  };
  const caller = await customerOf(shop);
  shop.store.setPricing({ ...pricingRules, promotions: [welcome] });
  const { order: first } = (await place({ caller }))._unsafeUnwrap();
  const { order: second } = (await place({ caller, request: request('another') }))._unsafeUnwrap();
  expect(first.pricing.applied.map(({ promotionId }) => promotionId)).toEqual(['welcome']);
  expect(second.pricing.skipped).toMatchObject([
    { promotionId: 'welcome', reason: { type: 'promotion.not-first-order', orderCount: 1 } },
  ]);
});

it('counts a promotion that is limited in a transaction, where its counters are locked', async () => {
  const limited: Promotion = {
    id: 'limited',
    name: 'For the first of all',
    target: { type: 'order' },
    effect: { type: 'percent', rate: 100_000 },
    conditions: { usageLimit: 1 },
  };
  shop.store.setPricing({ ...pricingRules, promotions: [limited] });
  const { order } = (await place())._unsafeUnwrap();
  expect(order.pricing.applied).toHaveLength(1);
  expect(attempted).toEqual([]);
  expect((await place({ request: request('another') }))._unsafeUnwrap().order.pricing.applied).toEqual([]);
});

it('answers an outage while the order is written, and does not try again by itself', async () => {
  const outage = { type: 'storage.unavailable', retryAfterSeconds: 2 } as const;
  let tries = 0;
  const away = await openShop({
    orderPlacements: () => ({
      commit: () => {
        tries += 1;
        return errAsync(outage);
      },
    }),
  });
  const source = { type: 'items', items: [{ variantId: away.mug, quantity: 1 }] } as const;
  expect((await away.placeOrder(command({ source })))._unsafeUnwrapErr()).toEqual(outage);
  expect(tries).toBe(1);
});
