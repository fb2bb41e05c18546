/** Long because an order can be refused for many reasons: each has its test, and none may change anything. */
import type { Caller, PlaceOrderCommand, UnitOfWork } from '@cartwright/application';
import type { Promotion } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import { isDeepStrictEqual } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { bothWays } from '../../testing/commit-ways.js';
import {
  dies,
  customerOf,
  guest,
  guestCart,
  home,
  openShop,
  pricingRules,
  refusalOf,
  request,
  snapshotOf,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';
import { uploadedCsv } from '../../testing/uploaded-csv.js';

describe.each(bothWays)('an order that is placed %s', (_way, parts) => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop(parts);
  });

  /** An order by a guest of the listed items; each fact can be another. */
  const command = (
    items: readonly (readonly [string, number])[],
    other: Partial<PlaceOrderCommand> = {},
  ): PlaceOrderCommand => ({
    caller: guest,
    request: request('key'),
    source: { type: 'items', items: items.map(([variantId, quantity]) => ({ variantId, quantity })) },
    email: 'guest@example.org',
    shippingAddress: home,
    ...other,
  });
  const without = ({ source, ...facts }: PlaceOrderCommand, fact: 'email' | 'shippingAddress'): PlaceOrderCommand => {
    const { [fact]: _left, ...rest } = facts;
    return { ...rest, source };
  };
  const refusal = (order: PlaceOrderCommand) => refusalOf(shop, () => shop.placeOrder(order));

  it('orders listed items, a variant that is listed twice being summed', async () => {
    const { order, replayed } = (
      await shop.placeOrder(
        command([
          [shop.mug, 1],
          [shop.poster, 2],
          [shop.mug, 2],
        ]),
      )
    )._unsafeUnwrap();
    expect(replayed).toBe(false);
    expect(order).toMatchObject({
      number: expect.stringMatching(/^TEST-\d{6}$/),
      status: 'pending',
      email: 'guest@example.org',
      shippingAddress: home,
      pricing: { total: usd(3 * 1200 + 2 * 800 + 500) },
    });
    expect(order.pricing.lines.map(({ variantId, quantity }) => [variantId, quantity])).toEqual([
      [shop.mug, 3],
      [shop.poster, 2],
    ]);
    expect(order.descriptions[shop.mug]).toEqual({
      name: 'Mug',
      sku: 'MUG',
      productId: expect.any(String),
      slug: expect.any(String),
      options: {},
    });
  });

  it('commits the order, its stock, its event and the remembered answer together', async () => {
    const { order } = (
      await shop.placeOrder(
        command([
          [shop.mug, 3],
          [shop.eBook, 2],
        ]),
      )
    )._unsafeUnwrap();
    const { orders, outbox, idempotency, movements } = shop.store.committed();
    expect(orders.get(order.id)).toEqual({ order, version: 1 });
    expect(shop.stockOf(shop.mug)).toBe(7);
    expect([...movements.values()].at(-1)).toMatchObject({
      variantId: shop.mug,
      type: 'reserved',
      quantity: 3,
      orderId: order.id,
    });
    expect([...outbox.values()].map(({ event }) => event)).toEqual([
      { type: 'order.placed', orderId: order.id, at: shop.clock.now(), total: order.pricing.total },
    ]);
    expect([...idempotency.values()]).toEqual([
      {
        fingerprint: 'a request',
        outcome: JSON.stringify({ id: order.id, keyId: shop.secrets.keyId }),
        expiresAt: '2026-11-22T09:30:00.000Z',
      },
    ]);
  });

  it.each(['before', 'after'] as const)(
    'leaves all or nothing behind when the process dies %s the commit',
    async (moment) => {
      let dying = false;
      const dieAt = (now: typeof moment) => (dying && now === moment ? dies() : okAsync(undefined));
      /** Dies once the change is written: before it is committed, or after. */
      const frail = await openShop({
        unitOfWork: (ordinary) => {
          const dyingLate = <T, E>(committed: ResultAsync<T, E>): ResultAsync<T, E> =>
            committed.andThen((value) => dieAt('after').map(() => value));
          const dyingUnitOfWork: UnitOfWork = {
            ...ordinary,
            commit: (change) => dieAt('before').andThen(() => dyingLate(ordinary.commit(change))),
            run: (work) =>
              dyingLate(
                ordinary.run((repositories) =>
                  work({
                    ...repositories,
                    commit: (change) => repositories.commit(change).andThen(() => dieAt('before')),
                  }),
                ),
              ),
          };
          return parts.unitOfWork?.(dyingUnitOfWork) ?? dyingUnitOfWork;
        },
      });
      const { cartId, caller } = await guestCart(frail, [frail.mug, 3]);
      const order = command([], { caller, source: { type: 'cart', cartId } });
      const before = snapshotOf(frail.store);
      dying = true;
      await expect((async () => frail.placeOrder(order))()).rejects.toThrow('the process died');
      const isUnchanged = isDeepStrictEqual(snapshotOf(frail.store), before);
      expect(isUnchanged).toBe(moment === 'before');
      dying = false;
      expect((await frail.placeOrder(order))._unsafeUnwrap().replayed).toBe(moment === 'after');
      const { orders, outbox, carts } = frail.store.committed();
      expect([orders.size, outbox.size, carts.get(cartId)?.status, frail.stockOf(frail.mug)]).toEqual([
        1,
        1,
        'ordered',
        7,
      ]);
    },
  );

  it('orders a cart with its coupons, and closes it', async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 2]);
    (await shop.addCoupon({ caller, cartId, code: 'SAVE10' }))._unsafeUnwrap();
    const { order } = (
      await shop.placeOrder(command([], { caller, source: { type: 'cart', cartId } }))
    )._unsafeUnwrap();
    expect(order.pricing.total).toEqual(usd(2400 - 240 + 500));
    expect(shop.store.committed().carts.get(cartId)).toMatchObject({ status: 'ordered', version: 4 });
    const again = command([], { caller, source: { type: 'cart', cartId }, request: request('another key') });
    expect(await refusal(again)).toEqual({ type: 'cart.already-ordered', cartId });
  });

  it('orders a cart once when it is ordered twice at once under two keys', async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 2]);
    const both = await Promise.all(
      ['a', 'b'].map((key) =>
        shop.placeOrder(command([], { caller, source: { type: 'cart', cartId }, request: request(key) })),
      ),
    );
    expect(both.map((each) => (each.isOk() ? 'ordered' : each.error.type))).toEqual([
      'ordered',
      'cart.already-ordered',
    ]);
    expect(shop.stockOf(shop.mug)).toBe(8);
  });

  it('takes further coupons with the order, and refuses those that take nothing off', async () => {
    const order = command([[shop.mug, 1]]);
    expect(await refusal({ ...order, coupons: ['SAVE10', 'gold'] })).toMatchObject({ type: 'coupon.not-applicable' });
    expect(await refusal({ ...order, coupons: ['gimme'] })).toEqual({ type: 'coupon.unknown', coupon: 'gimme' });
    expect(await refusal({ ...order, coupons: [' '] })).toEqual({ type: 'cart.coupon-code-empty' });
    const eleven = Array.from({ length: 11 }, (_, index) => `code-${index}`);
    expect(await refusal({ ...order, coupons: eleven })).toEqual({ type: 'cart.too-many-coupons', maximum: 10 });
    const placed = (await shop.placeOrder({ ...order, coupons: ['save10'] }))._unsafeUnwrap();
    expect(placed.order.pricing.discountTotal).toEqual(usd(120));
  });

  it('refuses an order of nothing', async () => {
    expect(await refusal(command([]))).toEqual({ type: 'cart.empty' });
    const { cartId, caller } = await guestCart(shop);
    expect(await refusal(command([], { caller, source: { type: 'cart', cartId } }))).toEqual({ type: 'cart.empty' });
  });

  it('refuses an order below the minimum, with what is missing', async () => {
    expect(await refusal(command([[shop.poster, 1]]))).toEqual({
      type: 'order.below-minimum',
      required: usd(1000),
      actual: usd(800),
      missing: usd(200),
    });
  });

  describe('where the payment provider takes 12.01 at least', () => {
    const minimum = usd(1201);
    beforeEach(async () => {
      shop = await openShop({ ...parts, gateway: (ordinary) => ({ ...ordinary, minimumCharge: () => minimum }) });
      const free = {
        id: 'free',
        name: 'Free',
        zones: [{ countries: [] }],
        charges: [{ type: 'flat', amount: usd(0) }],
      } as const;
      const gift: Promotion = {
        id: 'gift',
        name: 'Gift',
        target: { type: 'order' },
        effect: { type: 'percent', rate: 1_000_000 },
        conditions: { couponCode: 'gift' },
      };
      shop.store.setPricing({ ...pricingRules, promotions: [gift], shippingMethods: [free] });
    });

    it('refuses an order of less, with that minimum, and reserves nothing', async () => {
      expect(await refusal(command([[shop.mug, 1]]))).toEqual({
        type: 'order.below-payment-minimum',
        minimum,
        total: usd(1200),
      });
      expect(shop.stockOf(shop.mug)).toBe(10);
    });

    it('takes an order of more, and one that costs nothing', async () => {
      expect((await shop.placeOrder(command([[shop.mug, 2]]))).isOk()).toBe(true);
      const given = await shop.placeOrder({ ...command([[shop.mug, 1]]), request: request('gift'), coupons: ['gift'] });
      expect(given._unsafeUnwrap().order).toMatchObject({ status: 'paid', pricing: { total: usd(0) } });
    });
  });

  it.each([0, -1, 2.5, Number.NaN, 1000, 1e21])('refuses to order %d units', async (quantity) => {
    expect(await refusal(command([[shop.mug, quantity]]))).toMatchObject({
      type: 'cart.quantity-out-of-range',
      quantity,
    });
  });

  it('refuses a variant that is listed twice for more than 999 units, or more than 500 variants', async () => {
    expect(
      await refusal(
        command([
          [shop.mug, 999],
          [shop.mug, 1],
        ]),
      ),
    ).toMatchObject({
      type: 'cart.quantity-out-of-range',
      quantity: 1000,
    });
    const many = Array.from({ length: 501 }, (_, index) => [`variant-${index}`, 1] as const);
    expect(await refusal(command(many))).toEqual({ type: 'cart.too-many-lines', maximum: 500 });
  });

  it('refuses a variant that does not exist', async () => {
    const lines = [shop.mug, 'no-such-variant', shop.relic].map((variantId) => [variantId, 1] as const);
    const error = { type: 'catalogue.variant-not-found', variantId: 'no-such-variant' };
    expect(await refusal(command(lines))).toEqual(error);
  });

  it('names each variant that is no longer sold, of listed items and of a cart', async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 1], [shop.eBook, 1], [shop.poster, 1]);
    await shop.store.transact((tables) => {
      for (const [id, product] of tables.products) {
        if (product.slug !== 'e-book') tables.products.set(id, { ...product, status: 'archived' });
      }
      return okAsync(undefined);
    });
    const unavailable = {
      type: 'cart.lines-unavailable',
      lines: [{ variantId: shop.mug }, { variantId: shop.poster }],
    };
    const lines = [shop.mug, shop.eBook, shop.poster].map((variantId) => [variantId, 1] as const);
    expect(await refusal(command(lines))).toEqual(unavailable);
    const source = { type: 'cart', cartId } as const;
    expect(await refusal({ ...command([]), caller, source })).toEqual(unavailable);
  });

  it('names a variant of a cart that no longer exists', async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 1], [shop.poster, 1]);
    await shop.store.transact((tables) => {
      tables.variants.delete(shop.mug);
      return okAsync(undefined);
    });
    expect((await shop.viewCart({ caller, cartId }))._unsafeUnwrap().priced.subtotal).toEqual(usd(800));
    const refused = await refusal({ ...command([]), caller, source: { type: 'cart', cartId } });
    expect(refused).toEqual({ type: 'cart.lines-unavailable', lines: [{ variantId: shop.mug }] });
  });

  it('names each shortage, and takes nothing of what there is enough of', async () => {
    expect(
      await refusal(
        command([
          [shop.mug, 11],
          [shop.poster, 6],
          [shop.eBook, 1],
        ]),
      ),
    ).toEqual({
      type: 'stock.insufficient',
      shortages: [
        { variantId: shop.mug, requested: 11, available: 10 },
        { variantId: shop.poster, requested: 6, available: 5 },
      ],
    });
    expect(
      await refusal(
        command([
          [shop.mug, 1],
          [shop.poster, 6],
        ]),
      ),
    ).toMatchObject({
      shortages: [{ variantId: shop.poster }],
    });
  });

  it('sells the last units once', async () => {
    const six = (key: string) => shop.placeOrder(command([[shop.mug, 6]], { request: request(key) }));
    const both = await Promise.all([six('a'), six('b')]);
    expect(both.map((each) => (each.isOk() ? 'ordered' : each.error.type))).toEqual(['ordered', 'stock.insufficient']);
    expect(shop.stockOf(shop.mug)).toBe(4);
  });

  it("needs a guest's e-mail address, and takes a customer's own unless they give another", async () => {
    const order = command([[shop.mug, 1]]);
    expect(await refusal(without(order, 'email'))).toEqual({ type: 'order.email-missing' });
    const caller = await customerOf(shop);
    const own = (await shop.placeOrder(without({ ...order, caller }, 'email')))._unsafeUnwrap();
    expect(own.order.email).toBe('ada@example.org');
    const other = command([[shop.mug, 1]], { caller, email: ' Work@Example.ORG', request: request('another') });
    expect((await shop.placeOrder(other))._unsafeUnwrap().order.email).toBe('work@example.org');
  });

  it('needs an address to send things to, and none for what is all digital', async () => {
    expect(
      await refusal(
        without(
          command([
            [shop.mug, 1],
            [shop.eBook, 1],
          ]),
          'shippingAddress',
        ),
      ),
    ).toEqual({
      type: 'order.shipping-address-missing',
    });
    const digital = await shop.placeOrder(without(command([[shop.eBook, 1]]), 'shippingAddress'));
    expect(digital._unsafeUnwrap().order.pricing.total).toEqual(usd(1500));
  });

  it('refuses an order whose total is no longer the one that the buyer was shown, with the new breakdown', async () => {
    const order = command([[shop.mug, 1]]);
    expect(await refusal({ ...order, expectedTotal: usd(1699) })).toMatchObject({
      type: 'order.price-changed',
      expectedTotal: usd(1699),
      pricing: { total: usd(1700) },
    });
    expect(await refusal({ ...order, expectedTotal: { amount: 1700, currency: 'EUR' } })).toMatchObject({
      type: 'order.price-changed',
    });
    expect((await shop.placeOrder({ ...order, expectedTotal: usd(1700) })).isOk()).toBe(true);
  });

  it('charges the chosen shipping method, the cheapest one unless there is a choice, and knows no other', async () => {
    const order = command([[shop.mug, 1]], { shippingMethod: 'express' });
    expect((await shop.placeOrder(order))._unsafeUnwrap().order.pricing.shipping?.total).toEqual(usd(1500));
    expect(await refusal({ ...order, request: request('another'), shippingMethod: 'drone' })).toEqual({
      type: 'shipping.method-unknown',
      method: 'drone',
    });
  });

  it('refuses to send an order that no shipping method sends, with or without a choice', async () => {
    const charge = { type: 'tiered', tiers: [{ from: usd(2000), amount: usd(300) }] } as const;
    shop.store.setPricing({
      ...pricingRules,
      shippingMethods: [{ id: 'van', name: 'Van', zones: [{ countries: [] }], charges: [charge] }],
    });
    expect(await refusal(command([[shop.mug, 1]]))).toEqual({
      type: 'shipping.no-method',
      destination: { country: 'GB' },
    });
    expect(await refusal(command([[shop.mug, 1]], { shippingMethod: 'van' }))).toEqual({
      type: 'shipping.below-first-tier',
      method: 'van',
      by: 'subtotal',
    });
  });

  it('keeps the price that an order was placed at when prices change later', async () => {
    const { order, token } = (await shop.placeOrder(command([[shop.mug, 1]])))._unsafeUnwrap();
    const csv = 'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty\nmug,Cup,MUG,99.00,10';
    const { importId } = (await shop.requestProductImport({ content: uploadedCsv(csv) }))._unsafeUnwrap();
    (await shop.importProducts({ importId }))._unsafeUnwrap();
    const caller: Caller = token === undefined ? guest : { type: 'guest', orderToken: token };
    const seen = (await shop.viewOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    expect(seen.order).toEqual(order);
  });

  it('places an order that costs nothing as paid', async () => {
    const gift = {
      id: 'gift',
      name: 'Gift',
      target: { type: 'order' },
      effect: { type: 'percent', rate: 1_000_000 },
    } as const;
    const collect = {
      id: 'collect',
      name: 'Collect',
      zones: [{ countries: [] }],
      charges: [{ type: 'flat', amount: usd(0) }],
    } as const;
    shop.store.setPricing({ promotions: [gift], shippingMethods: [collect] });
    const { order } = (await shop.placeOrder(command([[shop.mug, 1]])))._unsafeUnwrap();
    expect(order).toMatchObject({ status: 'paid', pricing: { total: usd(0) } });
  });

  it("makes an order of a guest's cart the customer's who orders it with its token", async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
    const customer = await customerOf(shop);
    const signedIn: Caller = caller.cartToken === undefined ? customer : { ...customer, cartToken: caller.cartToken };
    const placed = (
      await shop.placeOrder(command([], { caller: signedIn, source: { type: 'cart', cartId } }))
    )._unsafeUnwrap();
    expect(placed.order).toMatchObject({
      customerId: customer.userId,
      pricing: { customerId: customer.userId, groups: ['regular'] },
    });
    expect(placed.token).toBeUndefined();
    expect((await shop.viewOrder({ caller: customer, orderId: placed.order.id })).isOk()).toBe(true);
    expect((await shop.viewOrder({ caller, orderId: placed.order.id }))._unsafeUnwrapErr().type).toBe(
      'order.not-found',
    );
  });
});
