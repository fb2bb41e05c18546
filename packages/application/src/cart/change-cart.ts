import type { Cart } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { cartView, type CartView } from './cart-view.js';
import { priceForView, type CartPricing, type CartPricingError, type PricingSources } from './price-for-caller.js';
import { authorizeCart, requireOpen, type CartAlreadyOrdered, type CartNotFound } from './authorize-cart.js';

/** Whom a change comes from, and what they last saw of the cart (`If-Match`), if they say so. */
export type CartChange = { readonly caller: Caller; readonly cartId: string; readonly expectedVersion?: number };

/** Somebody changed the cart since the caller last saw it. */
export type CartVersionStale = {
  readonly type: 'cart.version-stale';
  readonly expected: number;
  readonly actual: number;
};
export type ChangeCartError =
  CartNotFound | CartAlreadyOrdered | CartVersionStale | CartPricingError | StorageUnavailable;

export type ChangeCartDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly secrets: Secrets };

/**
 * The one way in which a cart changes: reached by its owner, still open, at the version last seen, changed by `decide`,
 * priced, and kept only when `check` accepts the price. A change that changes nothing keeps the version. It is decided on
 * plain reads; who is overtaken by another change of the cart decides again with the cart locked.
 */
export function changeCart<E, F = never>(
  deps: ChangeCartDeps,
  change: CartChange,
  decide: (cart: Cart) => Result<Cart, E>,
  check: (pricing: CartPricing) => Result<unknown, F> = () => ok(undefined),
): ResultAsync<CartView, E | F | ChangeCartError> {
  const { unitOfWork } = deps;
  const decideOn = (sources: PricingSources, found: ResultAsync<StoredCart | undefined, never>) =>
    decideChange(deps, change, sources, found, decide, check);
  return unitOfWork
    .read((repositories) => decideOn(repositories, repositories.carts.find(change.cartId)))
    .andThen(({ view, changed }): ResultAsync<CartView, E | F | ChangeCartError> =>
      changed
        ? unitOfWork
            .keep({ type: 'cart-changed', stored: view.stored })
            .map(() => view)
            .orElse((error) =>
              error.type === 'change.overtaken' ? changeLocked(deps, change, decideOn) : errAsync(error),
            )
        : okAsync(view),
    );
}

type DecidedCart = { readonly view: CartView; readonly changed: boolean };

function decideChange<E, F>(
  { clock, secrets }: ChangeCartDeps,
  { caller, cartId, expectedVersion }: CartChange,
  sources: PricingSources,
  found: ResultAsync<StoredCart | undefined, never>,
  decide: (cart: Cart) => Result<Cart, E>,
  check: (pricing: CartPricing) => Result<unknown, F>,
): ResultAsync<DecidedCart, E | F | ChangeCartError> {
  return found
    .andThen((stored) => authorizeCart(secrets, caller, cartId, stored))
    .andThen(requireOpen)
    .andThen((stored) => requireVersion(stored, expectedVersion))
    .andThen((stored) =>
      decide(stored.cart)
        .map((cart) =>
          cart === stored.cart ? stored : { ...stored, cart, version: stored.version + 1, updatedAt: clock.now() },
        )
        .asyncAndThen((next) =>
          priceForView(sources, clock, caller, next.cart).andThen((pricing) =>
            check(pricing).map(() => ({ view: cartView(next, pricing), changed: next !== stored })),
          ),
        ),
    );
}

const changeLocked = <E>(
  { unitOfWork }: ChangeCartDeps,
  { cartId }: CartChange,
  decideOn: (sources: PricingSources, found: ResultAsync<StoredCart | undefined, never>) => ResultAsync<DecidedCart, E>,
): ResultAsync<CartView, E | StorageUnavailable> =>
  unitOfWork.run((repositories) =>
    decideOn(repositories, repositories.carts.lock(cartId)).andThen(({ view, changed }) =>
      (changed ? repositories.carts.save(view.stored) : okAsync(undefined)).map(() => view),
    ),
  );

/** Refuses who has not seen the cart as it now is. Without an expectation nobody is refused. */
export const requireVersion = (stored: StoredCart, expected = stored.version): Result<StoredCart, CartVersionStale> =>
  expected === stored.version ? ok(stored) : err({ type: 'cart.version-stale', expected, actual: stored.version });
