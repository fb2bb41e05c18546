import type { Cart } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import {
  chooseShipping,
  loadPricingFacts,
  priceWith,
  type CartPricing,
  type CartPricingError,
  type PricingSources,
} from '../cart/price-for-caller.js';
import type { Clock } from '../ports/clock.js';
import type { Buyer } from '../ports/repositories/promotion-usage-records.js';
import type { Repositories } from '../ports/repositories/unit-of-work.js';
import { decidingCounters } from './promotion-limits.js';

/**
 * Prices a cart for whoever orders it, by the method they chose or the shop's first one. The counters of what limits the
 * discounts are locked from here until the order is committed, so that a limit or a budget is never passed by two orders at
 * once. Prices and rules are read once, so what the first price rules out the second does too.
 */
export const priceToOrder = (
  repositories: PricingSources & Pick<Repositories, 'promotionUsage'>,
  clock: Clock,
  caller: Caller,
  cart: Cart,
  { shippingMethod, buyer }: { readonly shippingMethod?: string | undefined; readonly buyer?: Buyer | undefined },
): ResultAsync<CartPricing, CartPricingError> =>
  loadPricingFacts(repositories, clock, caller, cart, buyer).andThen((facts) =>
    chooseShipping(facts.rules.shippingMethods, shippingMethod).asyncAndThen((shipping) =>
      priceWith(facts, cart, shipping).asyncAndThen((unlocked): ResultAsync<CartPricing, CartPricingError> => {
        const counters = decidingCounters(unlocked, buyer);
        if (counters.length === 0) return okAsync(unlocked);
        return repositories.promotionUsage
          .lock(counters)
          .andThen((locked) =>
            priceWith({ ...facts, promotionUsage: { ...facts.promotionUsage, ...locked } }, cart, shipping),
          );
      }),
    ),
  );
