import {
  priceCart,
  taxRulesFor,
  type Cart,
  type Customer,
  type Destination,
  type PriceList,
  type PricedCart,
  type PricingError,
  type PricingInput,
  type ShippingQuote,
  type TaxRules,
} from '@cartwright/domain';
import type { Result, ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { fromDomain, type Refusal } from '../from-domain.js';
import type { Clock } from '../ports/clock.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { PricingFactsQuery, PricingFactsReader } from '../ports/repositories/pricing-facts.js';
import { partOnSale, type PricingFacts } from './pricing-facts.js';
import { chooseQuote, destinationOf } from './quote-shipping.js';

/** Why facts that were read give no price. */
export type PriceError = Refusal<PricingError>;

/** Why a cart has no price. */
export type CartPricingError = PriceError;

/** A priced cart with the facts that it was priced by. */
export type CartPricing = { readonly priced: PricedCart } & PricingFacts;

/** Where a cart goes, and how, where that is known. */
export type Sending = { readonly destination: Destination; readonly shipping?: ShippingQuote | undefined };

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
 * Prices a cart for a caller who looks at it or fills it, with today's prices, promotions and shipping, so that the
 * total shown is the total charged: for its address, by the method that it names or the cheapest one. A cart that no
 * method sends is priced without shipping: otherwise no cart could be started. Ordering it is refused.
 */
export const priceForView = (
  facts: PricingFacts,
  { cart, checkout = {} }: Pick<StoredCart, 'cart' | 'checkout'>,
): Result<CartPricing, CartPricingError> => {
  const destination = destinationOf(facts, checkout);
  const shipping = chooseQuote(facts, cart, destination, checkout.shippingMethod).unwrapOr(undefined);
  return priceWith(facts, cart, { destination, shipping });
};

/** Prices what is on sale of a cart by facts that were read before. */
export const priceWith = (facts: PricingFacts, cart: Cart, sending: Sending): Result<CartPricing, PriceError> =>
  fromDomain(priceCart(pricingInputOf(facts, partOnSale(facts, cart), sending))).map((priced) => ({
    ...facts,
    priced,
  }));

/** Everything that the price of a cart depends on. */
export function pricingInputOf(facts: PricingFacts, cart: Cart, { destination, shipping }: Sending): PricingInput {
  const { rules, promotionUsage, user, orderCount, at } = facts;
  const customer: Customer =
    user === undefined ? { groups: ['guest'], orderCount: 0 } : { id: user.id, groups: [user.segment], orderCount };
  const tax = taxFor(facts, destination);
  return {
    cart,
    prices: priceListOf(facts),
    customer,
    promotions: rules.promotions,
    promotionUsage,
    ...(rules.minimumOrderRules === undefined ? {} : { minimumOrderRules: rules.minimumOrderRules }),
    ...(shipping === undefined ? {} : { shipping }),
    ...(tax === undefined ? {} : { tax }),
    at,
  };
}

/** Tax zones always have a rest of the world, so every destination has rules. */
function taxFor({ rules: { taxZones } }: PricingFacts, destination: Destination): TaxRules | undefined {
  if (taxZones === undefined) return undefined;
  const rules = taxRulesFor(taxZones, destination);
  if (!rules.ok) throw new Error(`no tax rules for a destination: ${rules.error.type}`);
  return rules.value;
}

/**
 * The domain refuses a tax class that has no rate, so that nothing is sold untaxed by a slip. A shop without any tax
 * rules has decided to charge none, although its catalogue may well have classes (imports bring them): only there they
 * are left out. Under rules a class that these do not know is still refused.
 */
function priceListOf({ items, rules }: PricingFacts): PriceList {
  if (rules.taxZones !== undefined || [...items.values()].every(({ taxClass }) => taxClass === undefined))
    return Object.fromEntries(items);
  return Object.fromEntries([...items].map(([id, { taxClass: _uncharged, ...entry }]) => [id, entry]));
}
