import type { Caller } from '@cartwright/application';
import { beforeEach, describe, expect, it } from 'vitest';
import { customerOf, guest, guestCart, openShop, snapshotOf, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

/** Everything that can be done to a cart, by its answer. */
const attempts = (caller: Caller, cartId: string) => ({
  view: () => shop.viewCart({ caller, cartId }),
  add: () => shop.addLine({ caller, cartId, variantId: shop.mug, quantity: 1 }),
  set: () => shop.setLine({ caller, cartId, variantId: shop.mug, quantity: 1 }),
  remove: () => shop.removeLine({ caller, cartId, variantId: shop.mug }),
  'enter a coupon': () => shop.addCoupon({ caller, cartId, code: 'SAVE10' }),
  'remove a coupon': () => shop.removeCoupon({ caller, cartId, code: 'SAVE10' }),
  'list shipping': () => shop.listShippingOptions({ caller, cartId }),
  order: () =>
    shop.placeOrder({ caller, request: { caller: 'c', key: 'k', fingerprint: 'f' }, source: { type: 'cart', cartId } }),
});
type Attempt = keyof ReturnType<typeof attempts>;
const names: readonly Attempt[] = [
  'view',
  'add',
  'set',
  'remove',
  'enter a coupon',
  'remove a coupon',
  'list shipping',
  'order',
];

describe.each(names)('to %s', (name) => {
  it('finds no cart that belongs to somebody else', async () => {
    const owner = await customerOf(shop);
    const other = await customerOf(shop, 'eve@example.org');
    const owned = (await shop.createCart({ caller: owner }))._unsafeUnwrap().view.stored.cart.id;
    const { cartId: secret } = await guestCart(shop, [shop.mug, 1]);
    const { caller: otherGuest } = await guestCart(shop);
    const before = snapshotOf(shop.store);

    const strangers: readonly (readonly [Caller, string])[] = [
      [other, owned],
      [guest, owned],
      [otherGuest, owned],
      [{ ...other, role: 'admin' }, owned],
      [guest, secret],
      [otherGuest, secret],
      [other, secret],
      [{ type: 'guest', cartToken: '' }, secret],
    ];
    for (const [caller, cartId] of strangers) {
      const answer = await attempts(caller, cartId)[name]();
      expect(answer._unsafeUnwrapErr()).toEqual({ type: 'cart.not-found', cartId });
    }
    expect((await attempts(owner, 'no such cart')[name]())._unsafeUnwrapErr()).toEqual({
      type: 'cart.not-found',
      cartId: 'no such cart',
    });
    expect(shop.store.committed()).toEqual(before);
  });
});

it("shows a guest's cart to the owner of its token, also once they have signed in", async () => {
  const { cartId, caller } = await guestCart(shop, [shop.mug, 2]);
  const customer = await customerOf(shop);
  const signedIn: Caller = caller.cartToken === undefined ? customer : { ...customer, cartToken: caller.cartToken };
  const view = (await shop.viewCart({ caller: signedIn, cartId }))._unsafeUnwrap();
  expect(view.stored.cart.lines).toEqual([{ variantId: shop.mug, quantity: 2 }]);
  expect(view.priced.groups).toEqual(['regular']);
});
