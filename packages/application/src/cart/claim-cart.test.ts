import type { Caller, StoredCart } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  customerOf,
  guest,
  guestCart,
  home,
  openShop,
  refusalOf,
  request,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

type Customer = Extract<Caller, { readonly type: 'user' }>;
let shop: Shop;
let ada: Customer;
beforeEach(async () => {
  shop = await openShop();
  ada = await customerOf(shop);
});

/** Signed in, with a guest cart's token at hand. */
const holding = (customer: Customer, { cartToken = '' }: Caller): Customer => ({ ...customer, cartToken });
const claim = async (customer: Customer, cart: { readonly cartId: string; readonly caller: Caller }) =>
  (await shop.claimCart({ caller: holding(customer, cart.caller), cartId: cart.cartId }))._unsafeUnwrap();
const openCart = async (caller: Customer, ...lines: readonly (readonly [string, number])[]) => {
  const cartId = (await shop.createCart({ caller }))._unsafeUnwrap().view.stored.cart.id;
  for (const [variantId, quantity] of lines)
    (await shop.addLine({ caller, cartId, variantId, quantity }))._unsafeUnwrap();
  return cartId;
};
const linesOf = ({ cart }: StoredCart) =>
  Object.fromEntries(cart.lines.map(({ variantId, quantity }) => [variantId, quantity]));
const openCarts = () => [...shop.store.committed().carts.values()].filter(({ status }) => status === 'open');

describe("a guest's cart", () => {
  it('becomes the cart of a customer who has none, priced for them', async () => {
    const cart = await guestCart(shop, [shop.mug, 2]);
    (await shop.addCoupon({ ...cart, code: 'SAVE10' }))._unsafeUnwrap();
    const { view, clamped, couponsLeftOut } = await claim(ada, cart);
    expect([linesOf(view.stored), view.stored.cart.couponCodes]).toEqual([{ [shop.mug]: 2 }, ['save10']]);
    expect([view.stored.cart.customerId, view.priced.groups, view.priced.total]).toEqual([
      ada.userId,
      ['regular'],
      usd(2400 - 240 + 500),
    ]);
    expect([clamped, couponsLeftOut]).toEqual([[], []]);
    expect((await shop.createCart({ caller: ada }))._unsafeUnwrap().view.stored).toEqual(view.stored);
  });

  it('goes into the cart that a customer has, which keeps its id and grows by one version', async () => {
    const cartId = await openCart(ada, [shop.mug, 1], [shop.eBook, 1]);
    const { view } = await claim(ada, await guestCart(shop, [shop.poster, 3], [shop.mug, 2]));
    expect([view.stored.cart.id, view.stored.version]).toEqual([cartId, 4]);
    expect(linesOf(view.stored)).toEqual({ [shop.mug]: 3, [shop.eBook]: 1, [shop.poster]: 3 });
    expect(shop.store.committed().carts.get(cartId)).toEqual(view.stored);
  });

  it("adds to the customer's checkout what that does not say, and replaces nothing of it", async () => {
    const cartId = await openCart(ada, [shop.mug, 1]);
    (await shop.setCheckout({ caller: ada, cartId, changes: { note: 'Ring twice' } }))._unsafeUnwrap();
    const cart = await guestCart(shop, [shop.poster, 1]);
    const said = { note: 'No hurry', email: 'ada@example.net', shippingAddress: home, shippingMethod: 'express' };
    (await shop.setCheckout({ ...cart, changes: said }))._unsafeUnwrap();
    const { view } = await claim(ada, cart);
    expect(view.stored.checkout).toEqual({ ...said, note: 'Ring twice' });
    expect(view.priced.shippingTotal).toEqual(usd(1500));
  });

  it('is answered with what it was clamped to, and with the codes for which there is no room', async () => {
    const cartId = await openCart(ada, [shop.mug, 998]);
    const codes = Array.from({ length: 10 }, (_, index) => `code-${index}`);
    (
      await shop.store.transact(({ carts }) => {
        const stored = carts.get(cartId);
        if (stored !== undefined) carts.set(cartId, { ...stored, cart: { ...stored.cart, couponCodes: codes } });
        return okAsync(undefined);
      })
    )._unsafeUnwrap();
    const cart = await guestCart(shop, [shop.mug, 3]);
    (await shop.addCoupon({ ...cart, code: 'SAVE10' }))._unsafeUnwrap();
    const claimed = await claim(ada, cart);
    expect(claimed).toMatchObject({
      clamped: [{ variantId: shop.mug, wanted: 1001, quantity: 999 }],
      couponsLeftOut: ['save10'],
    });
    expect(claimed.view.stored.cart.couponCodes).toEqual(codes);
  });

  it("that is empty leaves the customer's cart as it is", async () => {
    const cartId = await openCart(ada, [shop.mug, 1]);
    const before = shop.store.committed().carts.get(cartId);
    expect((await claim(ada, await guestCart(shop))).view.stored).toEqual(before);
    expect(shop.store.committed().carts.get(cartId)).toEqual(before);
  });

  it('is gone once it is claimed: for its token, signed in or not, as for everybody', async () => {
    const cart = await guestCart(shop, [shop.mug, 1]);
    await claim(ada, cart);
    const { cartId } = cart;
    for (const caller of [cart.caller, holding(ada, cart.caller), ada, guest]) {
      const answers = [
        await shop.viewCart({ caller, cartId }),
        await shop.addLine({ caller, cartId, variantId: shop.mug, quantity: 1 }),
        await shop.listShippingOptions({ caller, cartId }),
        await shop.placeOrder({
          caller,
          request: request('k'),
          source: { type: 'cart', cartId },
          email: 'a@example.org',
          shippingAddress: home,
        }),
      ];
      for (const answer of answers) expect(answer._unsafeUnwrapErr()).toEqual({ type: 'cart.not-found', cartId });
    }
  });
});

describe('a claim that is sent again', () => {
  it('returns the same, and adds nothing twice', async () => {
    await openCart(ada, [shop.mug, 998]);
    const cart = await guestCart(shop, [shop.mug, 3]);
    const first = await claim(ada, cart);
    expect(await claim(ada, cart)).toEqual(first);
    expect(openCarts()).toHaveLength(1);
  });

  it('concurrently returns the same, whether the customer had a cart or not', async () => {
    for (const customer of [ada, await customerOf(shop, 'bob@example.org')]) {
      if (customer === ada) await openCart(ada, [shop.eBook, 1]);
      const cart = await guestCart(shop, [shop.mug, 2]);
      const [first, second] = await Promise.all([claim(customer, cart), claim(customer, cart)]);
      expect(second).toEqual(first);
      expect(linesOf(first.view.stored)[shop.mug]).toBe(2);
    }
  });

  it("shows the customer's cart as it is by then, until that is ordered", async () => {
    const cart = await guestCart(shop, [shop.eBook, 1]);
    const { view } = await claim(ada, cart);
    const cartId = view.stored.cart.id;
    (await shop.setLine({ caller: ada, cartId, variantId: shop.eBook, quantity: 5 }))._unsafeUnwrap();
    expect(linesOf((await claim(ada, cart)).view.stored)).toEqual({ [shop.eBook]: 5 });
    (await shop.placeOrder({ caller: ada, request: request('k'), source: { type: 'cart', cartId } }))._unsafeUnwrap();
    const late = () => shop.claimCart({ caller: holding(ada, cart.caller), cartId: cart.cartId });
    expect(await refusalOf(shop, late)).toEqual({ type: 'cart.already-ordered', cartId });
  });
});

it('adds the carts of two devices up, claimed at once', async () => {
  const [phone, desk] = [await guestCart(shop, [shop.mug, 1]), await guestCart(shop, [shop.mug, 2], [shop.poster, 1])];
  await Promise.all([claim(ada, phone), claim(ada, desk)]);
  expect(openCarts().map(linesOf)).toEqual([{ [shop.mug]: 3, [shop.poster]: 1 }]);
});

describe('is refused, and changes nothing:', () => {
  const refusal = (caller: Customer, cartId: string, expectedVersion?: number) =>
    refusalOf(shop, () =>
      shop.claimCart({ caller, cartId, ...(expectedVersion === undefined ? {} : { expectedVersion }) }),
    );

  it("a claim without the token, with another one's, and of no cart", async () => {
    const { cartId } = await guestCart(shop, [shop.mug, 1]);
    const { caller: other } = await guestCart(shop);
    for (const caller of [ada, holding(ada, other), { ...ada, cartToken: '' }]) {
      expect(await refusal(caller, cartId)).toEqual({ type: 'cart.not-found', cartId });
    }
    expect(await refusal(holding(ada, other), 'no such cart')).toMatchObject({ type: 'cart.not-found' });
  });

  it('a claim of a cart that somebody else has claimed, though they hold its token', async () => {
    const cart = await guestCart(shop, [shop.mug, 1]);
    await claim(await customerOf(shop, 'eve@example.org'), cart);
    expect(await refusal(holding(ada, cart.caller), cart.cartId)).toEqual({
      type: 'cart.not-found',
      cartId: cart.cartId,
    });
  });

  it("a claim of one's own cart, and of somebody else's", async () => {
    const own = await openCart(ada, [shop.mug, 1]);
    const hers = await openCart(await customerOf(shop, 'eve@example.org'), [shop.mug, 1]);
    expect(await refusal(ada, own)).toEqual({ type: 'cart.already-yours', cartId: own });
    expect(await refusal(ada, hers)).toEqual({ type: 'cart.not-found', cartId: hers });
  });

  it('a claim of a cart that is ordered', async () => {
    const { cartId, caller } = await guestCart(shop, [shop.eBook, 1]);
    const source = { type: 'cart', cartId } as const;
    (await shop.placeOrder({ caller, request: request('k'), source, email: 'guest@example.org' }))._unsafeUnwrap();
    expect(await refusal(holding(ada, caller), cartId)).toEqual({ type: 'cart.already-ordered', cartId });
  });

  it("a claim by somebody who has not seen the guest's cart as it is now", async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 1]);
    expect(await refusal(holding(ada, caller), cartId, 1)).toEqual({
      type: 'cart.version-stale',
      expected: 1,
      actual: 2,
    });
  });
});

it('puts a cart in another currency into the open cart of that currency, beside the one that there is', async () => {
  const own = await openCart(ada, [shop.mug, 1]);
  const { cartId, caller } = await guestCart(shop);
  const inEuros = await shop.store.transact(({ carts }) => {
    const stored = carts.get(cartId);
    if (stored !== undefined) carts.set(cartId, { ...stored, cart: { ...stored.cart, currency: 'EUR' } });
    return okAsync(undefined);
  });
  expect(inEuros.isOk()).toBe(true);
  const { view } = (await shop.claimCart({ caller: holding(ada, caller), cartId }))._unsafeUnwrap();
  expect(view.stored.cart).toMatchObject({ currency: 'EUR', customerId: ada.userId });
  expect(view.stored.cart.id).not.toBe(own);
});
