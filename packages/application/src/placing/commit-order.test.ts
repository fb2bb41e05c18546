/** How an order is committed: see place-order.test.ts for what is ordered. */
import type { PlaceOrderCommand } from '@cartwright/application';
import type { Promotion } from '@cartwright/domain';
import { errAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { alwaysConflicting, bothWays, makeMeanwhile, watchCommits } from '../../testing/commit-ways.js';
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

let watched: ReturnType<typeof watchCommits>;
let shop: Shop;
beforeEach(async () => {
  watched = watchCommits();
  shop = await openShop({ unitOfWork: watched.unitOfWork });
  watched.reset();
});

const command = (of: Shop, facts: Partial<PlaceOrderCommand> = {}): PlaceOrderCommand => ({
  caller: guest,
  request: request('key'),
  source: { type: 'items', items: [{ variantId: of.mug, quantity: 2 }] },
  email: 'guest@example.org',
  shippingAddress: home,
  ...facts,
});
const place = (facts?: Partial<PlaceOrderCommand>) => shop.placeOrder(command(shop, facts));

it('is one change without a transaction: the order, its stock, its event and its key', async () => {
  const { order } = (await place())._unsafeUnwrap();
  expect(watched.seen).toMatchObject({ transactions: 0, pricingReads: 1 });
  expect(watched.seen.optimistic).toEqual([
    {
      request: {
        type: 'complete',
        request: request('key'),
        outcome: JSON.stringify({ id: order.id, keyId: shop.secrets.keyId }),
        expiresAt: '2026-11-22T09:30:00.000Z',
      },
      stock: {
        type: 'reserve',
        lines: [expect.objectContaining({ variantId: shop.mug, quantity: 2 })],
        reason: 'order placed',
        orderId: order.id,
        at: order.placedAt,
      },
      order: { type: 'place', order, priced: expect.any(Object) },
      events: [{ type: 'order.placed', orderId: order.id, at: order.placedAt, total: order.pricing.total }],
    },
  ]);
});

it('closes the cart that it orders at the version that was priced', async () => {
  const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
  const { version } = shop.store.committed().carts.get(cartId) ?? { version: 0 };
  watched.reset();
  const { order } = (await place({ caller, source: { type: 'cart', cartId } }))._unsafeUnwrap();
  expect(watched.seen.transactions).toBe(0);
  expect(watched.seen.optimistic.map(({ cart }) => cart)).toEqual([
    { type: 'order', id: cartId, version, at: order.placedAt },
  ]);
  expect(shop.store.committed().carts.get(cartId)).toMatchObject({ status: 'ordered', version: version + 1 });
});

it.each<[string, (of: Shop) => Partial<PlaceOrderCommand>, string]>([
  [
    'too little stock',
    ({ mug }) => ({ source: { type: 'items', items: [{ variantId: mug, quantity: 11 }] } }),
    'stock.insufficient',
  ],
  ['an unknown coupon', () => ({ coupons: ['nothing'] }), 'coupon.unknown'],
  ['another total', () => ({ expectedTotal: { amount: 1, currency: 'USD' } }), 'order.price-changed'],
  ['an unknown shipping method', () => ({ shippingMethod: 'drone' }), 'shipping.method-unknown'],
])('refuses an order for %s without a transaction, priced once', async (_reason, facts, type) => {
  expect((await place(facts(shop)))._unsafeUnwrapErr().type).toBe(type);
  expect(watched.seen).toEqual({ transactions: 0, pricingReads: 1, optimistic: [], locked: [] });
});

it('replays a repeated request in one transaction, even if it would be refused by now', async () => {
  const items = [{ variantId: shop.mug, quantity: 10 }];
  const first = (await place({ source: { type: 'items', items } }))._unsafeUnwrap();
  expect(shop.stockOf(shop.mug)).toBe(0);
  expect((await place({ source: { type: 'items', items } }))._unsafeUnwrap()).toEqual({ ...first, replayed: true });
  expect(watched.seen).toMatchObject({ transactions: 1, locked: [] });
});

it('is priced again under locks when the cart changes before the commit', async () => {
  const meanwhile = makeMeanwhile();
  shop = await openShop({ unitOfWork: (ordinary) => watched.unitOfWork(meanwhile.unitOfWork(ordinary)) });
  const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
  meanwhile.once(() => shop.addLine({ caller, cartId, variantId: shop.poster, quantity: 1 }));
  watched.reset();
  const { order } = (await place({ caller, source: { type: 'cart', cartId } }))._unsafeUnwrap();
  expect(order.pricing.lines.map(({ variantId }) => variantId)).toEqual([shop.mug, shop.poster]);
  expect([watched.seen.transactions, watched.seen.locked.length]).toEqual([1, 1]);
});

it('is refused when another order takes the last units before the commit', async () => {
  const meanwhile = makeMeanwhile();
  shop = await openShop({ unitOfWork: meanwhile.unitOfWork });
  const items = [{ variantId: shop.mug, quantity: 10 }];
  meanwhile.once(() => place({ source: { type: 'items', items }, request: request('another') }));
  expect((await place())._unsafeUnwrapErr()).toEqual({
    type: 'stock.insufficient',
    shortages: [{ variantId: shop.mug, requested: 2, available: 0 }],
  });
  expect(shop.store.committed().orders.size).toBe(1);
});

it('is refused when another order takes the last use of its coupon before the commit', async () => {
  const meanwhile = makeMeanwhile();
  shop = await openShop({ unitOfWork: meanwhile.unitOfWork });
  const coupon: Promotion = {
    id: 'last',
    name: 'For one order',
    target: { type: 'order' },
    effect: { type: 'percent', rate: 100_000 },
    conditions: { couponCode: 'last', usageLimit: 1 },
  };
  shop.store.setPricing({ ...pricingRules, promotions: [coupon] });
  meanwhile.once(() => place({ coupons: ['last'], request: request('another') }));
  expect((await place({ coupons: ['last'] }))._unsafeUnwrapErr()).toMatchObject({
    type: 'coupon.not-applicable',
    reason: { type: 'promotion.usage-limit-reached', limit: 1, uses: 1 },
  });
  expect([shop.store.committed().orders.size, shop.stockOf(shop.mug)]).toEqual([1, 8]);
});

it.each(bothWays)("gives what is for first orders only to a customer's first one, placed %s", async (_way, parts) => {
  const welcome: Promotion = {
    id: 'welcome',
    name: 'A tenth off the first order',
    target: { type: 'order' },
    effect: { type: 'percent', rate: 100_000 },
    conditions: { firstOrder: true },
  };
  shop = await openShop(parts);
  const caller = await customerOf(shop);
  shop.store.setPricing({ ...pricingRules, promotions: [welcome] });
  const { order: first } = (await place({ caller }))._unsafeUnwrap();
  const { order: second } = (await place({ caller, request: request('another') }))._unsafeUnwrap();
  expect(first.pricing.applied.map(({ promotionId }) => promotionId)).toEqual(['welcome']);
  expect(second.pricing.skipped).toMatchObject([
    { promotionId: 'welcome', reason: { type: 'promotion.not-first-order', orderCount: 1 } },
  ]);
});

it('reserves stock under locks that were taken before the price was decided', async () => {
  const queries: unknown[] = [];
  shop = await openShop({
    unitOfWork: (ordinary) =>
      alwaysConflicting({
        ...ordinary,
        run: (work) =>
          ordinary.run((repositories) => {
            const { locking } = repositories;
            const facts: typeof locking.pricing.facts = (query) => {
              queries.push(query);
              return locking.pricing.facts(query);
            };
            return work({ ...repositories, locking: { ...locking, pricing: { facts } } });
          }),
      }),
  });
  (await place())._unsafeUnwrap();
  expect(queries).toMatchObject([{ variantIds: [shop.mug] }]);
});

it('reports an outage of the commit, and does not try again by itself', async () => {
  const outage = { type: 'storage.unavailable', retryAfterSeconds: 2 } as const;
  let tries = 0;
  shop = await openShop({
    unitOfWork: (ordinary) => ({
      ...ordinary,
      commit: () => {
        tries += 1;
        return errAsync(outage);
      },
    }),
  });
  expect((await place())._unsafeUnwrapErr()).toEqual(outage);
  expect(tries).toBe(1);
});
