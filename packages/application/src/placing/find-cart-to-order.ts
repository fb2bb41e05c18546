import type { Cart, CurrencyCode, QuantityOutOfRange, TooManyLines, UnknownCurrency } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import { authorizeCart, requireOpen, type CartAlreadyOrdered, type CartNotFound } from '../cart/authorize-cart.js';
import type { CartRecords, StoredCart } from '../ports/repositories/cart-records.js';
import type { Ids } from '../ports/ids.js';
import type { Secrets } from '../ports/secrets.js';
import { cartOfItems } from './cart-of-items.js';
import type { PlaceOrderCommand } from './place-order.js';

/** `stored` is the shop's cart, where one is ordered. */
export type CartToOrder = { readonly cart: Cart; readonly stored?: StoredCart };

/** The cart to order: the caller's stored one, as `find` answers it, or one made of the listed items. */
export function findCartToOrder(
  {
    ids,
    secrets,
    storeCurrency,
  }: { readonly ids: Ids; readonly secrets: Secrets; readonly storeCurrency: CurrencyCode },
  find: CartRecords['find'],
  { caller, source }: PlaceOrderCommand,
): ResultAsync<CartToOrder, CartNotFound | CartAlreadyOrdered | QuantityOutOfRange | TooManyLines | UnknownCurrency> {
  const owner = caller.type === 'user' ? { customerId: caller.userId } : {};
  if (source.type === 'items') {
    return cartOfItems({ id: ids.next(), currency: storeCurrency, ...owner }, source.items).asyncAndThen((cart) =>
      okAsync({ cart }),
    );
  }
  const { cartId } = source;
  return (
    find(cartId)
      .andThen((found) => authorizeCart(secrets, caller, cartId, found))
      .andThen(requireOpen)
      // A customer may order a guest's cart whose token they hold: the order, and the breakdown it keeps, are theirs.
      .map((stored) => ({ cart: { ...stored.cart, ...owner }, stored }))
  );
}
