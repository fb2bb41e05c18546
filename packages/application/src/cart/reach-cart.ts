import { err, ok, type Result } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { StoredCart } from '../ports/cart-records.js';
import type { Secrets } from '../ports/secrets.js';

/** There is no such cart, or it is somebody else's. */
export type CartNotFound = { readonly type: 'cart.not-found'; readonly cartId: string };

/** The cart became an order: it can be read and no longer changed. */
export type CartAlreadyOrdered = { readonly type: 'cart.already-ordered'; readonly cartId: string };

/** A cart belongs to its customer, or to whoever holds its token. Somebody else's cart looks like none. */
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

/** A cart is ordered once, and from then on only read. */
export const requireOpen = (stored: StoredCart): Result<StoredCart, CartAlreadyOrdered> =>
  stored.status === 'ordered' ? err({ type: 'cart.already-ordered', cartId: stored.cart.id }) : ok(stored);
