import type { Cart } from '@cartwright/domain';
import { ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import { priceWith, type CartPricing, type CartPricingError, type Sending } from '../cart/price-for-caller.js';
import type { PricingFacts } from '../cart/pricing-facts.js';
import { chooseQuote, destinationOf, type SendingWish, type ShippingRefused } from '../cart/quote-shipping.js';
import type { Buyer, UsageByPromotion } from '../ports/repositories/promotion-usage-records.js';
import type { DecisionReads } from '../ports/repositories/unit-of-work.js';
import { decidingCounters } from './promotion-limits.js';

/**
 * Prices a cart for the caller who orders it, for its address, by the method they chose or the cheapest one. Under
 * locks the counters of promotions that limit the discounts are locked from here until the commit, and the cart is
 * priced by what they stand at.
 */
export const priceForOrder = (
  { promotionUsage }: Pick<DecisionReads, 'promotionUsage'>,
  facts: PricingFacts,
  cart: Cart,
  { wish, buyer }: { readonly wish: SendingWish; readonly buyer?: Buyer | undefined },
): ResultAsync<CartPricing, CartPricingError | ShippingRefused> =>
  sendingOf(facts, cart, wish)
    .andThen((sending) => priceWith(facts, cart, sending).map((pricing) => ({ sending, pricing })))
    .asyncAndThen(({ sending, pricing }): ResultAsync<CartPricing, CartPricingError> => {
      const counters = promotionUsage === undefined ? [] : decidingCounters(pricing, buyer);
      if (promotionUsage === undefined || counters.length === 0) return okAsync(pricing);
      return promotionUsage
        .lock(counters)
        .andThen((locked) =>
          priceWith({ ...facts, promotionUsage: withLocked(facts.promotionUsage, locked) }, cart, sending),
        );
    });

/** Usage as its locked counters say; the free codes stay. */
const withLocked = (read: UsageByPromotion, locked: UsageByPromotion): UsageByPromotion => ({
  ...read,
  ...Object.fromEntries(
    Object.entries(locked).map(([id, usage]) => {
      const codes = read[id]?.codes;
      return [id, codes === undefined ? usage : { ...usage, codes }];
    }),
  ),
});

/** Without an address the cart is priced as it was shown; the order is then refused for the address. */
function sendingOf(facts: PricingFacts, cart: Cart, wish: SendingWish): Result<Sending, ShippingRefused> {
  const destination = destinationOf(facts, wish);
  const chosen = chooseQuote(facts, cart, destination, wish.shippingMethod);
  const isRefusedLater = wish.shippingAddress === undefined;
  return (isRefusedLater ? chosen.orElse((error) => (isOfDestination(error) ? ok(undefined) : chosen)) : chosen).map(
    (shipping) => ({ destination, shipping }),
  );
}

const isOfDestination = ({ type }: ShippingRefused): boolean =>
  type === 'shipping.no-method' || type === 'shipping.not-to-destination';
