import {
  priceCart,
  type Cart,
  type Customer,
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

export type ShippingMethodUnknown = { readonly type: 'shipping.method-unknown'; readonly method: string };

/** A priced cart with the facts that it was priced by. */
export type CartPricing = {
  readonly priced: PricedCart;
  readonly items: ReadonlyMap<VariantId, CatalogueItem>;
  readonly rules: PricingRules;
  readonly user?: StoredUser;
};

/** What pricing reads; a transaction's repositories serve as well as bare reads. */
export type PricingSources = Pick<ReadRepositories, 'catalogue' | 'pricing' | 'users' | 'orders'>;

/**
 * Prices a cart for whoever asks, with today's prices, promotions and shipping. Without a method the shop's first one is
 * quoted, so that the total seen is the total asked for.
 */
export function priceForCaller(
  { catalogue, pricing, users, orders }: PricingSources,
  clock: Clock,
  caller: Caller,
  cart: Cart,
  shippingMethod?: string,
): ResultAsync<CartPricing, PricingError | ShippingMethodUnknown | VariantNotFound> {
  const userId = caller.type === 'user' ? caller.userId : undefined;
  return ResultAsync.combine([
    catalogue.items(cart.lines.map(({ variantId }) => variantId)),
    pricing.rules(),
    userId === undefined ? okAsync(undefined) : users.byId(userId),
    userId === undefined ? okAsync(0) : orders.countOf(userId),
  ]).andThen(([items, rules, user, orderCount]) => {
    const unknown = cart.lines.find(({ variantId }) => !items.has(variantId));
    if (unknown !== undefined) return err({ type: 'catalogue.variant-not-found', variantId: unknown.variantId } as const);
    return chooseShipping(rules.shippingMethods, shippingMethod).andThen((shipping) => {
      const customer: Customer =
        user === undefined ? { segment: 'guest', orderCount: 0 } : { id: user.id, segment: user.segment, orderCount };
      return fromDomain(
        priceCart({
          cart,
          prices: Object.fromEntries(items),
          customer,
          promotions: rules.promotions,
          ...(rules.minimumOrderRules === undefined ? {} : { minimumOrderRules: rules.minimumOrderRules }),
          ...(shipping === undefined ? {} : { shipping }),
          at: clock.now(),
        }),
      ).map((priced) => ({ priced, items, rules, ...(user === undefined ? {} : { user }) }));
    });
  });
}

function chooseShipping(
  methods: readonly ShippingMethod[],
  wanted: string | undefined,
): Result<ShippingQuote | undefined, ShippingMethodUnknown> {
  const chosen = wanted === undefined ? methods[0] : methods.find(({ id }) => id === wanted);
  if (chosen !== undefined) return ok({ method: chosen.id, charge: chosen.charge });
  return wanted === undefined ? ok(undefined) : err({ type: 'shipping.method-unknown', method: wanted });
}
