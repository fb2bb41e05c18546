import type { ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { cartView, type CartView } from './cart-view.js';
import { priceForView, type CartPricingError } from './price-for-caller.js';
import { reachCart, type CartNotFound } from './reach-cart.js';

export type ViewCartQuery = { readonly caller: Caller; readonly cartId: string };
export type ViewCartError = CartNotFound | CartPricingError | StorageUnavailable;
/** The cart, priced as of now. */
export type ViewCart = (query: ViewCartQuery) => ResultAsync<CartView, ViewCartError>;

export const makeViewCart =
  (deps: { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly secrets: Secrets }): ViewCart =>
  ({ caller, cartId }) =>
    deps.unitOfWork.read((repositories) =>
      repositories.carts
        .find(cartId)
        .andThen((found) => reachCart(deps.secrets, caller, cartId, found))
        .andThen((stored) =>
          priceForView(repositories, deps.clock, caller, stored.cart).map((pricing) => cartView(stored, pricing)),
        ),
    );
