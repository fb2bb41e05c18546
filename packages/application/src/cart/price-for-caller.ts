import {
  priceCart,
  type Cart,
  type Customer,
  type PriceList,
  type PricedCart,
  type PricingError,
  type ShippingQuote,
  type VariantId,
} from '@cartwright/domain';
import { err, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { Caller } from '../caller.js';
import { fromDomain } from '../from-domain.js';
import type { CatalogueItem } from '../ports/catalogue-records.js';
import type { Clock } from '../ports/clock.js';
import type { VariantNotFound } from '../ports/stock-records.js';
import type { PricingRules, ShippingMethod } from '../ports/pricing-records.js';
import type { ReadRepositories } from '../ports/unit-of-work.js';
import type { StoredUser } from '../ports/user-records.js';

/** The shop has no shipping method of that id. */
export type ShippingMethodUnknown = { readonly type: 'shipping.method-unknown'; readonly method: string };

/** Why a cart has no price. */
export type CartPricingError = PricingError | ShippingMethodUnknown | VariantNotFound;

/** What a cart is priced by, all of one moment. */
export type PricingFacts = {
  readonly items: ReadonlyMap<VariantId, CatalogueItem>;
  readonly rules: PricingRules;
  readonly user?: StoredUser;
  readonly orderCount: number;
};

/** A priced cart with the facts that it was priced by. */
export type CartPricing = { readonly priced: PricedCart } & PricingFacts;

/** What pricing reads; a transaction's repositories serve as well as bare reads. */
export type PricingSources = Pick<ReadRepositories, 'catalogue' | 'pricing' | 'users' | 'orders'>;

/**
 * Prices a cart for whoever orders it, with today's prices, promotions and shipping. Without a method the shop's first
 * one is quoted, so that the total seen is the total asked for.
 */
export const priceForCaller = (
  sources: PricingSources,
  clock: Clock,
  caller: Caller,
  cart: Cart,
  shippingMethod?: string,
): ResultAsync<CartPricing, CartPricingError> =>
  loadPricingFacts(sources, caller, cart).andThen((facts) =>
    chooseShipping(facts.rules.shippingMethods, shippingMethod).andThen((shipping) =>
      priceWith(facts, clock, cart, shipping),
    ),
  );

/**
 * The same for whoever looks at a cart or fills it. One that is still too small for the shop's first shipping method is
 * priced without shipping: were it refused, no cart could ever be begun. Ordering it is refused.
 */
export const priceForView = (
  sources: PricingSources,
  clock: Clock,
  caller: Caller,
  cart: Cart,
): ResultAsync<CartPricing, CartPricingError> =>
  loadPricingFacts(sources, caller, cart).andThen((facts) =>
    chooseShipping(facts.rules.shippingMethods, undefined).andThen((shipping) =>
      priceWith(facts, clock, cart, shipping).orElse((error) =>
        error.type === 'pricing.shipping-below-first-tier' ? priceWith(facts, clock, cart, undefined) : err(error),
      ),
    ),
  );

/** Reads what prices depend on; a variant that does not exist is refused. */
export function loadPricingFacts(
  { catalogue, pricing, users, orders }: PricingSources,
  caller: Caller,
  cart: Cart,
): ResultAsync<PricingFacts, VariantNotFound> {
  const userId = caller.type === 'user' ? caller.userId : undefined;
  return ResultAsync.combine([
    catalogue.items(cart.lines.map(({ variantId }) => variantId)),
    pricing.rules(),
    userId === undefined ? okAsync(undefined) : users.byId(userId),
    userId === undefined ? okAsync(0) : orders.countOf(userId),
  ]).andThen(([items, rules, user, orderCount]) => {
    const unknown = cart.lines.find(({ variantId }) => !items.has(variantId));
    if (unknown !== undefined) return err({ type: 'catalogue.variant-not-found', variantId: unknown.variantId } as const);
    return ok({ items, rules, orderCount, ...(user === undefined ? {} : { user }) });
  });
}

/** Prices a cart by facts that were read before. */
export function priceWith(
  facts: PricingFacts,
  clock: Clock,
  cart: Cart,
  shipping: ShippingQuote | undefined,
): Result<CartPricing, PricingError> {
  const { rules, user, orderCount } = facts;
  const customer: Customer =
    user === undefined ? { segment: 'guest', orderCount: 0 } : { id: user.id, segment: user.segment, orderCount };
  return fromDomain(
    priceCart({
      cart,
      prices: priceListOf(facts),
      customer,
      promotions: rules.promotions,
      ...(rules.minimumOrderRules === undefined ? {} : { minimumOrderRules: rules.minimumOrderRules }),
      ...(shipping === undefined ? {} : { shipping }),
      ...(rules.tax === undefined ? {} : { tax: rules.tax }),
      at: clock.now(),
    }),
  ).map((priced) => ({ ...facts, priced }));
}

/**
 * The domain refuses a tax class that has no rate, so that nothing is sold untaxed by a slip. A shop without any tax rules
 * has decided to charge none, although its catalogue may well have classes (imports bring them): only there they are left
 * out. Under rules a class that these do not know is still refused.
 */
function priceListOf({ items, rules }: PricingFacts): PriceList {
  if (rules.tax !== undefined) return Object.fromEntries(items);
  return Object.fromEntries([...items].map(([id, { taxClass: _uncharged, ...entry }]) => [id, entry]));
}

function chooseShipping(
  methods: readonly ShippingMethod[],
  wanted: string | undefined,
): Result<ShippingQuote | undefined, ShippingMethodUnknown> {
  const chosen = wanted === undefined ? methods[0] : methods.find(({ id }) => id === wanted);
  if (chosen !== undefined) return ok(quoteOf(chosen));
  return wanted === undefined ? ok(undefined) : err({ type: 'shipping.method-unknown', method: wanted });
}

export const quoteOf = ({ id, charge }: ShippingMethod): ShippingQuote => ({ method: id, charge });
