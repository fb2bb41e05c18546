import { err, ok, type Result } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { Secrets } from '../ports/secrets.js';

/** There is no such cart, or it is somebody else's. */
export type CartNotFound = { readonly type: 'cart.not-found'; readonly cartId: string };

/** The cart became an order: it can be read and no longer changed. */
export type CartAlreadyOrdered = { readonly type: 'cart.already-ordered'; readonly cartId: string };

/**
 * A cart belongs to its customer, or to the holder of its token. Another caller's cart is not found. Neither is one
 * that was merged, so that the next person at the same computer does not see it.
 */
export function authorizeCart(
  secrets: Secrets,
  caller: Caller,
  cartId: string,
  stored: StoredCart | undefined,
): Result<StoredCart, CartNotFound> {
  if (stored === undefined || stored.status === 'merged') return err({ type: 'cart.not-found', cartId });
  const owns = caller.type === 'user' && stored.cart.customerId === caller.userId;
  return owns || holdsToken(secrets, caller, stored) ? ok(stored) : err({ type: 'cart.not-found', cartId });
}

/** Whether the caller sends the secret of a guest's cart. */
export const holdsToken = (secrets: Secrets, { cartToken }: Caller, { tokenDigest }: StoredCart): boolean =>
  tokenDigest !== undefined && cartToken !== undefined && secrets.equal(secrets.digest(cartToken), tokenDigest);

/** A cart is ordered once, and from then on only read. */
export const requireOpen = (stored: StoredCart): Result<StoredCart, CartAlreadyOrdered> =>
  stored.status === 'ordered' ? err({ type: 'cart.already-ordered', cartId: stored.cart.id }) : ok(stored);
