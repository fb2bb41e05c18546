import {
  priceCart,
  shippingQuotesFor,
  type Cart,
  type Customer,
  type Instant,
  type Money,
  type PriceList,
  type PricedCart,
  type PricingError,
  type ShippingQuote,
} from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { fromDomain, type Refusal } from '../from-domain.js';
import type { Clock } from '../ports/clock.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { PricingFactsQuery, PricingFactsReader, StoredPricingFacts } from '../ports/repositories/pricing-facts.js';
import type { ShippingMethod } from '../ports/repositories/pricing-records.js';

/** The shop has no shipping method of that id. */
export type ShippingMethodUnknown = { readonly type: 'shipping.method-unknown'; readonly method: string };

/** Why a cart has no price. */
export type CartPricingError = PriceError | ShippingMethodUnknown;

/** The undiscounted subtotal is below the first tier of the chosen shipping method. */
export type ShippingBelowFirstTier = {
  readonly type: 'pricing.shipping-below-first-tier';
  readonly method: string;
  readonly subtotal: Money;
};

/** Why facts that were read give no price. */
export type PriceError = Refusal<PricingError> | ShippingBelowFirstTier;

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
 * Prices a cart for a caller who looks at it or fills it, with today's prices, promotions and shipping, by the shop's
 * first method, so that the total shown is the total charged. A cart that is too small for that method is priced
 * without shipping: otherwise no cart could be started. Ordering it is refused.
 */
export const priceForView = (facts: PricingFacts, cart: Cart): Result<CartPricing, CartPricingError> =>
  chooseShipping(facts.rules.shippingMethods, undefined).andThen((shipping) =>
    priceWith(facts, cart, shipping).orElse((error) =>
      error.type === 'pricing.shipping-below-first-tier' ? priceWith(facts, cart, undefined) : err(error),
    ),
  );

/** A cart without the lines of variants that the shop does not sell any more: these are not charged. */
const partOnSale = ({ items }: PricingFacts, cart: Cart): Cart => ({
  ...cart,
  lines: cart.lines.filter(({ variantId }) => items.get(variantId)?.onSale === true),
});

/** Prices what is on sale of a cart by facts that were read before, sent by `method` where one is chosen. */
export function priceWith(
  facts: PricingFacts,
  wholeCart: Cart,
  method: ShippingMethod | undefined,
): Result<CartPricing, PriceError> {
  const cart = partOnSale(facts, wholeCart);
  const { rules, promotionUsage, user, orderCount, at } = facts;
  const customer: Customer =
    user === undefined ? { groups: ['guest'], orderCount: 0 } : { id: user.id, groups: [user.segment], orderCount };
  const prices = priceListOf(facts);
  const quote: Result<ShippingQuote | undefined, PriceError> =
    method === undefined ? ok(undefined) : quoteOf(method, cart, prices);
  return quote.andThen((shipping) =>
    fromDomain(
      priceCart({
        cart,
        prices,
        customer,
        promotions: rules.promotions,
        promotionUsage,
        minimumOrderRules: rules.minimumOrderRules,
        shipping,
        tax: rules.tax,
        at,
      }),
    ).map((priced) => ({ ...facts, priced })),
  );
}

/**
 * The domain refuses a tax class that has no rate, so that nothing is sold untaxed by a slip. A shop without any tax
 * rules has decided to charge none, although its catalogue may well have classes (imports bring them): only there they
 * are left out. Under rules a class that these do not know is still refused.
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
): Result<ShippingMethod | undefined, ShippingMethodUnknown> {
  const chosen = wanted === undefined ? methods[0] : methods.find(({ id }) => id === wanted);
  return chosen === undefined && wanted !== undefined
    ? err({ type: 'shipping.method-unknown', method: wanted })
    : ok(chosen);
}

/** What a method costs for a cart. It goes everywhere; a cart of digital goods only is never too small for it. */
function quoteOf(
  { id, charge }: ShippingMethod,
  { currency, lines }: Cart,
  prices: PriceList,
): Result<ShippingQuote, PriceError> {
  const entries = lines.map(({ variantId, quantity }) => ({ quantity, entry: prices[variantId] }));
  const amount = entries.reduce((all, { quantity, entry }) => all + quantity * (entry?.unitPrice.amount ?? 0), 0);
  const subtotal = { amount, currency };
  const quotes = fromDomain(
    shippingQuotesFor([{ id, zones: [{ countries: [] }], charges: [charge] }], {
      destination: { country: '' },
      currency,
      subtotal,
      weightGrams: 0,
    }),
  );
  return quotes.andThen(([quote]) => {
    if (quote?.ok === true) return ok(quote.value);
    if (quote?.error.type === 'shipping.no-charge-in-currency') {
      const actual = charge.type === 'flat' ? charge.amount.currency : (charge.tiers[0]?.amount.currency ?? '');
      return err({ type: 'money.currency-mismatch', expected: currency, actual } as const);
    }
    const isSent = lines.length === 0 || entries.some(({ entry }) => entry?.digital !== true);
    if (!isSent) return ok({ method: id, charge: { amount: 0, currency } });
    return err({ type: 'pricing.shipping-below-first-tier', method: id, subtotal } as const);
  });
}
