import type { Destination, Money, PricedCart, ShippingQuote } from '@cartwright/domain';
import { Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { arrivalOf, type Arrival } from '../fulfilment/estimate-arrival.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { ShippingMethod } from '../ports/repositories/pricing-records.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { authorizeCart, type CartNotFound } from './authorize-cart.js';
import { withDefaultAddress } from './named-addresses.js';
import { partOnSale } from './choose-prices.js';
import { loadCartFacts, priceWith, type CartPricingError } from './price-for-caller.js';
import { cheapestQuote, destinationOf, needsShipping, quoteShipping } from './quote-shipping.js';

/** What a method would cost this cart, discounts on shipping taken off. */
export type ShippingOption = {
  readonly id: string;
  readonly name: string;
  readonly charge: Money;
  readonly total: Money;
  /** On `total`, or within it where tax is included. */
  readonly tax: Money;
  readonly deliveryDays?: NonNullable<ShippingMethod['deliveryDays']>;
  /** When it would arrive were it ordered now; absent when nobody knows how long it takes, or nothing is sent. */
  readonly estimatedArrival?: Arrival;
  /** The cheapest one: taken when an order names no method. */
  readonly isDefault: boolean;
};
export type ListShippingOptionsQuery = {
  readonly caller: Caller;
  readonly cartId: string;
  /** The cart's address, or the customer's default one, when absent. */
  readonly destination?: Destination;
};
export type ListShippingOptionsError = CartNotFound | CartPricingError | StorageUnavailable;
/** The methods that send this cart to the destination, in the order of the offer. */
export type ListShippingOptions = (
  query: ListShippingOptionsQuery,
) => ResultAsync<readonly ShippingOption[], ListShippingOptionsError>;

export const makeListShippingOptions =
  (deps: { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly secrets: Secrets }): ListShippingOptions =>
  ({ caller, cartId, destination: wanted }) =>
    deps.unitOfWork.read((reads) =>
      loadCartFacts(deps, reads, caller, { cart: { id: cartId } }).andThen(({ stored, facts }) =>
        authorizeCart(deps.secrets, caller, cartId, stored).andThen(({ cart, checkout = {} }) => {
          const destination = wanted ?? destinationOf(facts, withDefaultAddress(facts, cart, checkout));
          const quoted = quoteShipping(facts, cart, destination);
          const cheapest = cheapestQuote(quoted);
          const isSent = needsShipping(facts, cart);
          return Result.combine(
            quoted.flatMap(({ method, quote }) =>
              quote.isErr()
                ? []
                : [
                    priceWith(facts, partOnSale(facts, cart), { destination, shipping: quote.value }).map(
                      ({ priced }) =>
                        optionOf(method, quote.value, priced, { isSent, isDefault: quote.value === cheapest }),
                    ),
                  ],
            ),
          );
        }),
      ),
    );

function optionOf(
  { id, name, deliveryDays }: ShippingMethod,
  { charge: quoted }: ShippingQuote,
  { shipping, at }: PricedCart,
  { isSent, isDefault }: { readonly isSent: boolean; readonly isDefault: boolean },
): ShippingOption {
  const nothing = { ...quoted, amount: 0 };
  const { charge, total, tax } = shipping ?? { charge: nothing, total: nothing, tax: nothing };
  return {
    id,
    name,
    charge,
    total,
    tax,
    ...(deliveryDays === undefined ? {} : { deliveryDays }),
    ...(deliveryDays === undefined || !isSent ? {} : { estimatedArrival: arrivalOf(at, deliveryDays) }),
    isDefault,
  };
}
