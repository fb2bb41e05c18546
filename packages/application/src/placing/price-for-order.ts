import type { Cart, CurrencyCode } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import {
  chooseShipping,
  priceWith,
  type CartPricing,
  type CartPricingError,
  type PricingFacts,
} from '../cart/price-for-caller.js';
import type { Buyer } from '../ports/repositories/promotion-usage-records.js';
import type { DecisionReads } from '../ports/repositories/unit-of-work.js';
import type { ShippingMethod } from '../ports/repositories/pricing-records.js';
import { decidingCounters } from './promotion-limits.js';

/**
 * Prices a cart for the caller who orders it, by the method they chose or the shop's first one. Under locks the
 * counters of promotions that limit the discounts are locked from here until the commit, and the cart is priced by what
 * they stand at.
 */
export const priceForOrder = (
  { promotionUsage }: Pick<DecisionReads, 'promotionUsage'>,
  facts: PricingFacts,
  cart: Cart,
  { shippingMethod, buyer }: { readonly shippingMethod?: string | undefined; readonly buyer?: Buyer | undefined },
): ResultAsync<CartPricing, CartPricingError> =>
  chooseShipping(facts.rules.shippingMethods, shippingMethod)
    .map((chosen) => chosen ?? freeShipping(facts.rules.shippingMethods, cart.currency))
    .andThen((shipping) => priceWith(facts, cart, shipping).map((pricing) => ({ shipping, pricing })))
    .asyncAndThen(({ shipping, pricing }): ResultAsync<CartPricing, CartPricingError> => {
      const counters = promotionUsage === undefined ? [] : decidingCounters(pricing, buyer);
      if (promotionUsage === undefined || counters.length === 0) return okAsync(pricing);
      return promotionUsage
        .lock(counters)
        .andThen((locked) =>
          priceWith({ ...facts, promotionUsage: { ...facts.promotionUsage, ...locked } }, cart, shipping),
        );
    });

/** A shop that has no shipping methods yet sends its orders without charge. */
const freeShipping = (methods: readonly ShippingMethod[], currency: CurrencyCode): ShippingMethod | undefined =>
  methods.length > 0
    ? undefined
    : { id: 'free', name: 'Free shipping', charge: { type: 'flat', amount: { amount: 0, currency } } };
