import type { Money, PricedCart } from '@cartwright/domain';
import { err, ok, Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { arrivalOf, type Arrival } from '../fulfilment/estimate-arrival.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { ShippingMethod } from '../ports/repositories/pricing-records.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { loadPricingFacts, priceWith, type CartPricingError } from './price-for-caller.js';
import { authorizeCart, type CartNotFound } from './authorize-cart.js';

/** What a method would cost this cart, discounts on shipping taken off. */
export type ShippingOption = {
  readonly id: string;
  readonly name: string;
  readonly charge: Money;
  readonly total: Money;
  /** When it would arrive were it ordered now; absent when nobody knows how long it takes, or nothing is sent. */
  readonly estimatedArrival?: Arrival;
  /** Taken when an order names no method. */
  readonly isDefault: boolean;
};
export type ListShippingOptionsError = CartNotFound | CartPricingError | StorageUnavailable;
/** The methods that this cart can be sent by, the default first; those whose first tier it does not reach are left out. */
export type ListShippingOptions = (query: {
  readonly caller: Caller;
  readonly cartId: string;
}) => ResultAsync<readonly ShippingOption[], ListShippingOptionsError>;

export const makeListShippingOptions =
  (deps: { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly secrets: Secrets }): ListShippingOptions =>
  ({ caller, cartId }) =>
    deps.unitOfWork.read((reads) =>
      loadPricingFacts(reads, deps.clock, caller, { cart: { id: cartId } }).andThen(({ stored, facts }) =>
        authorizeCart(deps.secrets, caller, cartId, stored)
          .andThen(({ cart }) =>
            Result.combine(
              facts.rules.shippingMethods.map((method, index) =>
                priceWith(facts, cart, method)
                  .map(({ priced }) => optionsOf(method, priced, index === 0))
                  .orElse((error) => (error.type === 'pricing.shipping-below-first-tier' ? ok([]) : err(error))),
              ),
            ),
          )
          .map((options) => options.flat()),
      ),
    );

function optionsOf(
  { id, name, deliveryDays }: ShippingMethod,
  { shipping, lines, at }: PricedCart,
  isDefault: boolean,
): readonly ShippingOption[] {
  if (shipping === undefined) return [];
  const isSent = lines.some(({ digital }) => !digital);
  const estimated = deliveryDays === undefined || !isSent ? {} : { estimatedArrival: arrivalOf(at, deliveryDays) };
  return [{ id, name, charge: shipping.charge, total: shipping.total, ...estimated, isDefault }];
}
