import type { Instant } from '@cartwright/domain';
import { ok, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { PricingRules } from '../ports/repositories/pricing-records.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { cartView, type CartView } from './cart-view.js';
import { loadPricingFacts, priceForViewBy, type CartPricingError, type PricingFacts } from './price-for-caller.js';
import { authorizeCart, type CartNotFound } from './authorize-cart.js';

export type ViewCartQuery = { readonly caller: Caller; readonly cartId: string };
export type ViewCartError = CartNotFound | CartPricingError | StorageUnavailable;
/** The cart with the prices of now. */
export type ViewCart = (query: ViewCartQuery) => ResultAsync<CartView, ViewCartError>;

/** Answers the very view of the last time where storage has brought the very facts again and no promotion has begun or ended since. */
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
        .andThen((found) => authorizeCart(deps.secrets, caller, cartId, found))
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
  (left.at === right.at || (areAllActive(left.rules, left.at) && areAllActive(right.rules, right.at)));

/**
 * At two such times all prices are alike. At any other the time counts: a promotion may have begun or ended since, and of one that is
 * not active the view tells when that was found.
 */
const areAllActive = ({ promotions }: PricingRules, at: Instant): boolean =>
  promotions.every(({ conditions: { startsAt, endsAt } = {} }) => isBefore(startsAt, at) && isBefore(at, endsAt));

/** As the shop's clock writes instants, which `Date` reads exactly; of any other the domain alone tells the order. */
const plainInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/u;

const isBefore = (left: Instant | undefined, right: Instant | undefined): boolean =>
  left === undefined ||
  right === undefined ||
  (plainInstant.test(left) && plainInstant.test(right) && Date.parse(left) < Date.parse(right));
