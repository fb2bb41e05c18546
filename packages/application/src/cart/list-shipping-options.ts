import type { Money, PricingError } from '@cartwright/domain';
import { err, ok, ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import type { VariantNotFound } from '../ports/stock-records.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import { priceForCaller, type ShippingMethodUnknown } from './price-for-caller.js';
import { reachCart, type CartNotFound } from './reach-cart.js';

/** What a method would cost this cart, discounts on shipping taken off. */
export type ShippingOption = {
  readonly id: string;
  readonly name: string;
  readonly charge: Money;
  readonly total: Money;
  /** Taken when an order names no method. */
  readonly isDefault: boolean;
};
export type ListShippingOptionsError =
  | CartNotFound
  | VariantNotFound
  | PricingError
  | ShippingMethodUnknown
  | StorageUnavailable;
/** The methods that this cart can be sent by; those whose first tier it does not reach are left out. */
export type ListShippingOptions = (query: {
  readonly caller: Caller;
  readonly cartId: string;
}) => ResultAsync<readonly ShippingOption[], ListShippingOptionsError>;

export const makeListShippingOptions =
  (deps: { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly secrets: Secrets }): ListShippingOptions =>
  ({ caller, cartId }) =>
    deps.unitOfWork.read((repositories) =>
      ResultAsync.combine([repositories.carts.find(cartId), repositories.pricing.rules()]).andThen(([found, rules]) =>
        reachCart(deps.secrets, caller, cartId, found).asyncAndThen(({ cart }) =>
          ResultAsync.combine(
            rules.shippingMethods.map((method, index) =>
              priceForCaller(repositories, deps.clock, caller, cart, method.id)
                .map(({ priced }): readonly ShippingOption[] =>
                  priced.shipping === undefined
                    ? []
                    : [
                        {
                          id: method.id,
                          name: method.name,
                          charge: priced.shipping.charge,
                          total: priced.shipping.total,
                          isDefault: index === 0,
                        },
                      ],
                )
                .orElse((error) => (error.type === 'pricing.shipping-below-first-tier' ? ok([]) : err(error))),
            ),
          ).map((options) => options.flat()),
        ),
      ),
    );
