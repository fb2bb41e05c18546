import { ok, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { StoredCart } from '../ports/cart-records.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { cartView, type CartView } from './cart-view.js';
import { loadPricingFacts, priceForViewBy, type CartPricingError, type PricingFacts } from './price-for-caller.js';
import { reachCart, type CartNotFound } from './reach-cart.js';

export type ViewCartQuery = { readonly caller: Caller; readonly cartId: string };
export type ViewCartError = CartNotFound | CartPricingError | StorageUnavailable;
/** The cart, priced as of now. */
export type ViewCart = (query: ViewCartQuery) => ResultAsync<CartView, ViewCartError>;

/** Answers the very view of the last time where storage has brought the very facts again within one millisecond. */
export function makeViewCart(deps: {
  readonly unitOfWork: Pick<UnitOfWork, 'read'>;
  readonly clock: Clock;
  readonly secrets: Secrets;
}): ViewCart {
  const viewOf = viewsOnce();
  return ({ caller, cartId }) =>
    deps.unitOfWork.read((repositories) =>
      repositories.carts
        .find(cartId)
        .andThen((found) => reachCart(deps.secrets, caller, cartId, found))
        .andThen((stored) =>
          loadPricingFacts(repositories, deps.clock, caller, stored.cart).andThen((facts) => viewOf(stored, facts)),
        ),
    );
}

/**
 * A view follows from the cart and its facts alone, time and customer among them: whoever asks with the same gets the same.
 * It is kept by the very cart, and goes with it.
 */
function viewsOnce() {
  const last = new WeakMap<StoredCart, { readonly facts: PricingFacts; readonly view: CartView }>();
  return (stored: StoredCart, facts: PricingFacts): Result<CartView, CartPricingError> => {
    const seen = last.get(stored);
    if (seen !== undefined && areTheVery(seen.facts, facts)) return ok(seen.view);
    return priceForViewBy(facts, stored.cart).map((pricing) => {
      const view = cartView(stored, pricing);
      last.set(stored, { facts, view });
      return view;
    });
  };
}

const areTheVery = (left: PricingFacts, right: PricingFacts): boolean =>
  left.items === right.items &&
  left.rules === right.rules &&
  left.promotionUsage === right.promotionUsage &&
  left.user === right.user &&
  left.orderCount === right.orderCount &&
  left.at === right.at;
