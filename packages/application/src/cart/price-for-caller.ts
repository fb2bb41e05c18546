import {
  priceCart,
  taxRulesFor,
  type Cart,
  type Customer,
  type Destination,
  type Instant,
  type PricedCart,
  type PricingError,
  type PricingInput,
  type ShippingQuote,
  type TaxRules,
} from '@cartwright/domain';
import { okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { fromDomain, type Refusal } from '../from-domain.js';
import type { Clock } from '../ports/clock.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { CatalogueItem } from '../ports/repositories/catalogue-records.js';
import type { PricingFactsQuery, PricingFactsReader } from '../ports/repositories/pricing-facts.js';
import type { Secrets } from '../ports/secrets.js';
import { buyerOf } from '../promotions/buyer-of.js';
import { choosePrices, groupsOf, partOnSale, type NoPrice } from './choose-prices.js';
import { withDefaultAddress } from './named-addresses.js';
import type { PricingFacts } from './pricing-facts.js';
import { chooseQuote, destinationOf } from './quote-shipping.js';
import { isPublished } from '../catalogue/is-published.js';

/** Why facts that were read give no price. */
export type PriceError = Refusal<PricingError> | NoPrice;

/** Why a cart has no price. */
export type CartPricingError = PriceError;

/** A priced cart with the facts that it was priced by. */
export type CartPricing = { readonly priced: PricedCart; readonly input: PricingInput } & PricingFacts;

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
    .map(({ cart, items, ...facts }) => {
      const at = clock.now();
      return {
        ...(cart === undefined ? {} : { stored: cart }),
        facts: { ...facts, items: publishedBy(items, at), at },
      };
    });

/**
 * Reads the caller's cart and what it is priced by, a guest's also by what the buyer with its e-mail has used of
 * promotions. `email` is one that the cart is about to get, null if it loses its own. The e-mail is in the cart, so the
 * facts are read a second time, only in a shop with promotions that limit the uses of each customer.
 */
export const loadCartFacts = (
  { clock, secrets }: { readonly clock: Clock; readonly secrets: Secrets },
  reads: { readonly pricing: PricingFactsReader },
  caller: Caller,
  { email, ...query }: Omit<PricingFactsQuery, 'buyer'> & { readonly email?: string | null | undefined },
): ReturnType<typeof loadPricingFacts> =>
  loadPricingFacts(reads, clock, caller, query).andThen((loaded) => {
    const { stored, facts } = loaded;
    const contact = email === undefined ? stored?.checkout?.email : (email ?? undefined);
    const buyer = caller.type === 'user' ? undefined : buyerOf(secrets, caller, contact);
    const isLimited = facts.rules.promotions.some(({ conditions }) => conditions?.customerUsageLimit !== undefined);
    return buyer === undefined || !isLimited
      ? okAsync(loaded)
      : loadPricingFacts(reads, clock, caller, { ...query, buyer });
  });

/** What is published later is not on sale yet. */
function publishedBy(items: PricingFacts['items'], at: Instant): PricingFacts['items'] {
  const isLater = (item: CatalogueItem) => !isPublished(item, at);
  if (![...items.values()].some(isLater)) return items;
  return new Map([...items].map(([id, item]) => [id, isLater(item) ? { ...item, onSale: false } : item]));
}

/**
 * Prices a cart for a caller who looks at it or fills it, with today's prices, promotions and shipping, so that the
 * total shown is the total charged: for its address or the customer's default one, by the method that it names or the
 * cheapest one. A cart that no method sends is priced without shipping: otherwise no cart could be started. Lines that
 * cannot be sold are left out. Ordering either is refused.
 */
export const priceForView = (
  facts: PricingFacts,
  { cart, checkout = {} }: Pick<StoredCart, 'cart' | 'checkout'>,
): Result<CartPricing, CartPricingError> => {
  const destination = destinationOf(facts, withDefaultAddress(facts, cart, checkout));
  const shipping = chooseQuote(facts, cart, destination, checkout.shippingMethod).unwrapOr(undefined);
  return priceWith(facts, partOnSale(facts, cart), { destination, shipping });
};

/** Prices a cart by facts that were read before; refuses one with a line that has no price. */
export const priceWith = (facts: PricingFacts, cart: Cart, sending: Sending): Result<CartPricing, PriceError> =>
  pricingInputOf(facts, cart, sending).andThen((input) =>
    fromDomain(priceCart(input)).map((priced) => ({ ...facts, input, priced })),
  );

/** Everything that the price of a cart depends on. */
export function pricingInputOf(
  facts: PricingFacts,
  cart: Cart,
  { destination, shipping }: Sending,
): Result<PricingInput, NoPrice> {
  const { rules, promotionUsage, user, orderCount, at } = facts;
  const groups = groupsOf(facts);
  const customer: Customer = user === undefined ? { groups, orderCount: 0 } : { id: user.id, groups, orderCount };
  const tax = taxFor(facts, destination);
  return choosePrices(facts, cart).map((prices) => ({
    cart,
    prices,
    customer,
    promotions: rules.promotions,
    promotionUsage,
    ...(rules.minimumOrderRules === undefined ? {} : { minimumOrderRules: rules.minimumOrderRules }),
    ...(shipping === undefined ? {} : { shipping }),
    ...(tax === undefined ? {} : { tax }),
    at,
  }));
}

/** Tax zones always have a rest of the world, so every destination has rules. */
function taxFor({ rules: { taxZones } }: PricingFacts, destination: Destination): TaxRules | undefined {
  if (taxZones === undefined) return undefined;
  const rules = taxRulesFor(taxZones, destination);
  if (!rules.ok) throw new Error(`no tax rules for a destination: ${rules.error.type}`);
  return rules.value;
}
