import type { Cart } from '@cartwright/domain';
import { err, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { StoredCart } from '../ports/cart-records.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { cartView, type CartView } from './cart-view.js';
import { priceForView, type CartPricing, type CartPricingError } from './price-for-caller.js';
import { reachCart, requireOpen, type CartAlreadyOrdered, type CartNotFound } from './reach-cart.js';

/** Whom a change comes from, and what they last saw of the cart (`If-Match`), if they say so. */
export type CartChange = { readonly caller: Caller; readonly cartId: string; readonly expectedVersion?: number };

/** Somebody changed the cart since the caller last saw it. */
export type CartVersionStale = {
  readonly type: 'cart.version-stale';
  readonly expected: number;
  readonly actual: number;
};
export type ChangeCartError =
  | CartNotFound
  | CartAlreadyOrdered
  | CartVersionStale
  | CartPricingError
  | StorageUnavailable;

export type ChangeCartDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly secrets: Secrets };

/**
 * The one way in which a cart changes: locked, reached by its owner, still open, at the version last seen, changed by
 * `decide`, priced, and kept only when `check` accepts the price. A change that changes nothing keeps the version.
 */
export function changeCart<E, F = never>(
  { unitOfWork, clock, secrets }: ChangeCartDeps,
  { caller, cartId, expectedVersion }: CartChange,
  decide: (cart: Cart) => Result<Cart, E>,
  check: (pricing: CartPricing) => Result<unknown, F> = () => ok(undefined),
): ResultAsync<CartView, E | F | ChangeCartError> {
  return unitOfWork.run((repositories) =>
    repositories.carts
      .lock(cartId)
      .andThen((found) => reachCart(secrets, caller, cartId, found))
      .andThen(requireOpen)
      .andThen((stored) => requireVersion(stored, expectedVersion))
      .andThen((stored) =>
        decide(stored.cart)
          .map((cart) => ({
            cart,
            stored: cart === stored.cart ? stored : { ...stored, cart, version: stored.version + 1, updatedAt: clock.now() },
            changed: cart !== stored.cart,
          }))
          .asyncAndThen((next) =>
            priceForView(repositories, clock, caller, next.cart).andThen((pricing) =>
              check(pricing)
                .asyncAndThen(() => (next.changed ? repositories.carts.save(next.stored) : okAsync(undefined)))
                .map(() => cartView(next.stored, pricing)),
            ),
          ),
      ),
  );
}

/** Refuses who has not seen the cart as it now is. Without an expectation nobody is refused. */
export const requireVersion = (stored: StoredCart, expected = stored.version): Result<StoredCart, CartVersionStale> =>
  expected === stored.version
    ? ok(stored)
    : err({ type: 'cart.version-stale', expected, actual: stored.version });
