import { beforeEach, describe, expect, it } from 'vitest';
import { bothWays, makeMeanwhile } from '../../testing/commit-ways.js';
import {
  customerOf,
  guest,
  guestCart,
  openShop,
  pricingRules,
  snapshotOf,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

describe.each(bothWays)('a cart that is opened %s', (_way, parts) => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop(parts);
  });

  it('opens a cart for each guest who asks, with a secret that is kept as a digest alone', async () => {
    const first = (await shop.createCart({ caller: guest }))._unsafeUnwrap();
    const second = (await shop.createCart({ caller: guest }))._unsafeUnwrap();
    expect(first.view.stored.cart.id).not.toBe(second.view.stored.cart.id);
    expect(first.token).not.toBe(second.token);
    expect(JSON.stringify([...shop.store.committed().carts.values()])).not.toContain(first.token);
  });

  it('gives a customer their one open cart, without a token', async () => {
    const caller = await customerOf(shop);
    const first = (await shop.createCart({ caller }))._unsafeUnwrap();
    const again = (await shop.createCart({ caller }))._unsafeUnwrap();
    expect(again.view.stored).toEqual(first.view.stored);
    expect([first.token, again.token]).toEqual([undefined, undefined]);
    expect(first.view.stored.tokenDigest).toBeUndefined();
  });

  it('opens one cart when a customer asks for their first one twice at once', async () => {
    const caller = await customerOf(shop);
    const both = (await Promise.all([shop.createCart({ caller }), shop.createCart({ caller })])).map((each) =>
      each._unsafeUnwrap(),
    );
    expect(both[0]?.view.stored).toEqual(both[1]?.view.stored);
    expect(shop.store.committed().carts.size).toBe(1);
  });

  it('opens a new cart for a customer whose cart was ordered', async () => {
    const caller = await customerOf(shop);
    const { view } = (await shop.createCart({ caller }))._unsafeUnwrap();
    const cartId = view.stored.cart.id;
    (await shop.addLine({ caller, cartId, variantId: shop.eBook, quantity: 1 }))._unsafeUnwrap();
    const source = { type: 'cart', cartId } as const;
    (await shop.placeOrder({ caller, request: { caller: 'ada', key: 'k', fingerprint: 'f' }, source }))._unsafeUnwrap();
    expect((await shop.createCart({ caller }))._unsafeUnwrap().view.stored.cart.id).not.toBe(cartId);
  });

  it('sells in the currency of the shop alone', async () => {
    const before = snapshotOf(shop.store);
    const refused = await shop.createCart({ caller: guest, currency: 'EUR' });
    expect(refused._unsafeUnwrapErr()).toEqual({ type: 'cart.currency-not-sold', currency: 'EUR', sold: ['USD'] });
    expect(shop.store.committed()).toEqual(before);
  });

  it('lets a cart below the first tier of the default shipping be opened, filled and seen, priced without shipping', async () => {
    const charge = { type: 'tiered', tiers: [{ from: usd(2000), amount: usd(300) }] } as const;
    shop.store.setPricing({
      ...pricingRules,
      shippingMethods: [{ id: 'van', name: 'Van', zones: [{ countries: [] }], charges: [charge] }],
    });
    const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
    const small = (await shop.viewCart({ caller, cartId }))._unsafeUnwrap();
    expect(small.priced.total).toEqual(usd(1200));
    expect(small.priced.shipping).toBeUndefined();
    const enough = (await shop.addLine({ caller, cartId, variantId: shop.mug, quantity: 1 }))._unsafeUnwrap();
    expect(enough.priced.total).toEqual(usd(2700));
  });
});

it('finds the cart that another request opened between reading and opening', async () => {
  const meanwhile = makeMeanwhile();
  const shop = await openShop({ unitOfWork: meanwhile.unitOfWork });
  const caller = await customerOf(shop);
  meanwhile.once(() => shop.createCart({ caller }));
  const { view } = (await shop.createCart({ caller }))._unsafeUnwrap();
  expect(meanwhile.isWaiting()).toBe(false);
  expect([...shop.store.committed().carts.values()]).toEqual([view.stored]);
});
