import type { ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { authorizeCart, type CartNotFound } from './authorize-cart.js';
import { cartView, type CartView } from './cart-view.js';
import { loadCartFacts, priceForView, type CartPricingError } from './price-for-caller.js';

export type ViewCartQuery = {
  readonly caller: Caller;
  readonly cartId: string;
  /** Locales that the caller reads, best first. */
  readonly locales?: readonly string[];
};
export type ViewCartError = CartNotFound | CartPricingError | StorageUnavailable;
/** Returns the cart with current prices. */
export type ViewCart = (query: ViewCartQuery) => ResultAsync<CartView, ViewCartError>;

export const makeViewCart =
  (deps: {
    readonly unitOfWork: Pick<UnitOfWork, 'read'>;
    readonly clock: Clock;
    readonly secrets: Secrets;
  }): ViewCart =>
  ({ caller, cartId, locales }) =>
    deps.unitOfWork.read((reads) =>
      loadCartFacts(deps, reads, caller, { cart: { id: cartId } }).andThen(({ stored: found, facts }) =>
        authorizeCart(deps.secrets, caller, cartId, found).andThen((stored) =>
          priceForView(facts, stored).map((pricing) => cartView(stored, pricing, locales)),
        ),
      ),
    );
