import {
  priceCart,
  type Cart,
  type Customer,
  type Instant,
  type PriceList,
  type PricedCart,
  type PricingError,
  type ShippingQuote,
  type VariantId,
} from '@cartwright/domain';
import { err, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { Caller } from '../caller.js';
import { fromDomain } from '../from-domain.js';
import type { CatalogueItem } from '../ports/repositories/catalogue-records.js';
import type { Clock } from '../ports/clock.js';
import type { PricingRules, ShippingMethod } from '../ports/repositories/pricing-records.js';
import type { Buyer, UsageByPromotion } from '../ports/repositories/promotion-usage-records.js';
import type { VariantNotFound } from '../ports/repositories/stock-records.js';
import type { ReadRepositories } from '../ports/repositories/unit-of-work.js';
import type { StoredUser } from '../ports/repositories/user-records.js';

/** The shop has no shipping method of that id. */
export type ShippingMethodUnknown = { readonly type: 'shipping.method-unknown'; readonly method: string };

/** Why a cart has no price. */
export type CartPricingError = PricingError | ShippingMethodUnknown | VariantNotFound;

/** What a cart is priced by, all of one moment. */
export type PricingFacts = {
  readonly items: ReadonlyMap<VariantId, CatalogueItem>;
  readonly rules: PricingRules;
  readonly promotionUsage: UsageByPromotion;
  readonly user?: StoredUser;
  /** 0 also where no promotion asks for it. */
  readonly orderCount: number;
  readonly at: Instant;
};

/** A priced cart with the facts that it was priced by. */
export type CartPricing = { readonly priced: PricedCart } & PricingFacts;

/** What pricing reads; a transaction's repositories serve as well as bare reads. */
export type PricingSources = Pick<ReadRepositories, 'catalogue' | 'pricing' | 'users' | 'orders'>;

/**
 * Prices a cart for whoever looks at it or fills it, with today's prices, promotions and shipping, by the shop's first
 * method, so that the total seen is the total asked for. One that is still too small for that method is priced without
 * shipping: were it refused, no cart could ever be begun. Ordering it is refused.
 */
export const priceForView = (
  sources: PricingSources,
  clock: Clock,
  caller: Caller,
  cart: Cart,
): ResultAsync<CartPricing, CartPricingError> =>
  loadPricingFacts(sources, clock, caller, cart).andThen((facts) => priceForViewBy(facts, cart));

/** The same by facts that were read before. */
export const priceForViewBy = (
  facts: PricingFacts,
  cart: Cart,
): Result<CartPricing, PricingError | ShippingMethodUnknown> =>
  chooseShipping(facts.rules.shippingMethods, undefined).andThen((shipping) =>
    priceWith(facts, cart, shipping).orElse((error) =>
      error.type === 'pricing.shipping-below-first-tier' ? priceWith(facts, cart, undefined) : err(error),
    ),
  );

/** Reads what prices depend on, nothing locked; a variant that does not exist is refused. A customer is their own buyer. */
export function loadPricingFacts(
  { catalogue, pricing, users, orders }: PricingSources,
  clock: Clock,
  caller: Caller,
  cart: Cart,
  buyer?: Buyer,
): ResultAsync<PricingFacts, VariantNotFound> {
  const userId = caller.type === 'user' ? caller.userId : undefined;
  return ResultAsync.combine([
    catalogue.items(cart.lines.map(({ variantId }) => variantId)),
    pricing
      .current(userId ?? buyer)
      .andThen((current) =>
        userId === undefined || !asksForFirstOrder(current.rules)
          ? okAsync({ current, orderCount: 0 })
          : orders.countOf(userId).map((orderCount) => ({ current, orderCount })),
      ),
    userId === undefined ? okAsync(undefined) : users.byId(userId),
  ]).andThen(([items, { current, orderCount }, user]) => {
    const unknown = cart.lines.find(({ variantId }) => !items.has(variantId));
    if (unknown !== undefined)
      return err({ type: 'catalogue.variant-not-found', variantId: unknown.variantId } as const);
    return ok({ items, ...current, orderCount, at: clock.now(), ...(user === undefined ? {} : { user }) });
  });
}

/** Nothing else depends on how many orders a customer has, which is the dearest to read. */
const asksForFirstOrder = ({ promotions }: PricingRules): boolean =>
  promotions.some(({ conditions }) => conditions?.firstOrder === true);

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
