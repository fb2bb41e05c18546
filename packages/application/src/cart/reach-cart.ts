import { err, ok, type Result } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { StoredCart } from '../ports/cart-records.js';
import type { Secrets } from '../ports/secrets.js';

export type CartNotFound = { readonly type: 'cart.not-found'; readonly cartId: string };

/** A cart is its customer's, or whoever's holds its token. Somebody else's cart looks like none. */
export function reachCart(
  secrets: Secrets,
  caller: Caller,
  cartId: string,
  stored: StoredCart | undefined,
): Result<StoredCart, CartNotFound> {
  if (stored === undefined) return err({ type: 'cart.not-found', cartId });
  const owns = caller.type === 'user' && stored.cart.customerId === caller.userId;
  const holdsToken =
    stored.tokenDigest !== undefined &&
    caller.cartToken !== undefined &&
    secrets.equal(secrets.digest(caller.cartToken), stored.tokenDigest);
  return owns || holdsToken ? ok(stored) : err({ type: 'cart.not-found', cartId });
}
