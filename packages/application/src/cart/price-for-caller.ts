import {
  priceCart,
  type Cart,
  type Customer,
  type Instant,
  type PriceList,
  type PricedCart,
  type PricingError,
  type ShippingQuote,
} from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { fromDomain } from '../from-domain.js';
import type { Clock } from '../ports/clock.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { PricingFactsQuery, PricingFactsReader, StoredPricingFacts } from '../ports/repositories/pricing-facts.js';
import type { ShippingMethod } from '../ports/repositories/pricing-records.js';
import type { VariantNotFound } from '../ports/repositories/stock-records.js';

/** The shop has no shipping method of that id. */
export type ShippingMethodUnknown = { readonly type: 'shipping.method-unknown'; readonly method: string };

/** Why a cart has no price. */
export type CartPricingError = PricingError | ShippingMethodUnknown | VariantNotFound;

/** What a cart is priced by. */
export type PricingFacts = Omit<StoredPricingFacts, 'cart'> & { readonly at: Instant };

/** A priced cart with the facts that it was priced by. */
export type CartPricing = { readonly priced: PricedCart } & PricingFacts;

/** Reads a cart, if the query names one, and what it is priced by. A customer is their own buyer. */
export const loadPricingFacts = (
  { pricing }: { readonly pricing: PricingFactsReader },
  clock: Clock,
  caller: Caller,
  query: PricingFactsQuery,
): ResultAsync<{ readonly stored?: StoredCart; readonly facts: PricingFacts }, never> =>
  pricing
    .facts(caller.type === 'user' ? { ...query, userId: caller.userId, buyer: caller.userId } : query)
    .map(({ cart, ...facts }) => ({
      ...(cart === undefined ? {} : { stored: cart }),
      facts: { ...facts, at: clock.now() },
    }));

/**
 * Prices a cart for a caller who looks at it or fills it, with today's prices, promotions and shipping, by the shop's first
 * method, so that the total shown is the total charged. A cart that is too small for that method is priced without
 * shipping: otherwise no cart could be started. Ordering it is refused.
 */
export const priceForView = (facts: PricingFacts, cart: Cart): Result<CartPricing, CartPricingError> =>
  requireKnown(facts, cart)
    .andThen(() => chooseShipping(facts.rules.shippingMethods, undefined))
    .andThen((shipping) =>
      priceWith(facts, cart, shipping).orElse((error) =>
        error.type === 'pricing.shipping-below-first-tier' ? priceWith(facts, cart, undefined) : err(error),
      ),
    );

/** Refuses a cart with a variant that does not exist. */
export function requireKnown({ items }: PricingFacts, { lines }: Cart): Result<void, VariantNotFound> {
  const unknown = lines.find(({ variantId }) => !items.has(variantId));
  return unknown === undefined
    ? ok(undefined)
    : err({ type: 'catalogue.variant-not-found', variantId: unknown.variantId });
}

/** Prices a cart by facts that were read before. */
export function priceWith(
  facts: PricingFacts,
  cart: Cart,
  shipping: ShippingQuote | undefined,
): Result<CartPricing, PricingError> {
  const { rules, promotionUsage, user, orderCount, at } = facts;
  const customer: Customer =
    user === undefined ? { segment: 'guest', orderCount: 0 } : { id: user.id, segment: user.segment, orderCount };
  return fromDomain(
    priceCart({
      cart,
      prices: priceListOf(facts),
      customer,
      promotions: rules.promotions,
      promotionUsage,
      ...(rules.minimumOrderRules === undefined ? {} : { minimumOrderRules: rules.minimumOrderRules }),
      ...(shipping === undefined ? {} : { shipping }),
      ...(rules.tax === undefined ? {} : { tax: rules.tax }),
      at,
    }),
  ).map((priced) => ({ ...facts, priced }));
}

/**
 * The domain refuses a tax class that has no rate, so that nothing is sold untaxed by a slip. A shop without any tax rules
 * has decided to charge none, although its catalogue may well have classes (imports bring them): only there they are left
 * out. Under rules a class that these do not know is still refused.
 */
function priceListOf({ items, rules }: PricingFacts): PriceList {
  if (rules.tax !== undefined || [...items.values()].every(({ taxClass }) => taxClass === undefined))
    return Object.fromEntries(items);
  return Object.fromEntries([...items].map(([id, { taxClass: _uncharged, ...entry }]) => [id, entry]));
}

/** Without a choice the shop's first method. */
export function chooseShipping(
  methods: readonly ShippingMethod[],
  wanted: string | undefined,
): Result<ShippingQuote | undefined, ShippingMethodUnknown> {
  const chosen = wanted === undefined ? methods[0] : methods.find(({ id }) => id === wanted);
  if (chosen !== undefined) return ok(quoteOf(chosen));
  return wanted === undefined ? ok(undefined) : err({ type: 'shipping.method-unknown', method: wanted });
}

export const quoteOf = ({ id, charge }: ShippingMethod): ShippingQuote => ({ method: id, charge });
