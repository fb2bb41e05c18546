import type { CartId, CurrencyCode, CustomerId, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { SavedAddress } from './customers/address-records.js';
import type { StoredCart } from './cart-records.js';
import type { CatalogueItem } from './catalogue-records.js';
import type { PricingRules } from './pricing-records.js';
import type { Buyer, UsageByPromotion } from './promotion-usage-records.js';
import type { StoredUser } from './user-records.js';

/** Which cart is priced, and for whom. */
export type PricingFactsQuery = {
  /** A stored cart, by its id or as the open one of a customer: in a currency, or the one that was changed last. */
  readonly cart?: { readonly id: CartId } | { readonly openOf: CustomerId; readonly currency?: CurrencyCode };
  /** Whether anything is sold in it is read. */
  readonly currency?: CurrencyCode;
  /** Variants besides those of the cart. */
  readonly variantIds?: readonly VariantId[];
  /** Coupon codes besides those of the cart, normalised. */
  readonly couponCodes?: readonly string[];
  readonly userId?: CustomerId;
  /** Of the user's addresses those that are read besides the default one. */
  readonly addressIds?: readonly string[];
  /** Whose uses of promotions are counted: see `buyerOf`. */
  readonly buyer?: Buyer;
  /** Whose pending orders are counted. */
  readonly placedBy?: string;
};

/** Everything that a cart's price depends on, besides the time. */
export type StoredPricingFacts = {
  /** Absent when there is no such cart. */
  readonly cart?: StoredCart;
  /** The variants of the cart and of the query that exist. */
  readonly items: ReadonlyMap<VariantId, CatalogueItem>;
  readonly rules: PricingRules;
  /** Whether some variant has a price in the currency of the query; absent when it names none. */
  readonly isCurrencySold?: boolean;
  /**
   * `customerUses` are those of the buyer; none when nobody is named. `codes` are the free generated codes among those
   * of the cart and of the query.
   */
  readonly promotionUsage: UsageByPromotion;
  readonly user?: StoredUser;
  /** The user's default address, and those of the query that are the user's, by id. */
  readonly addresses: readonly SavedAddress[];
  /** Orders that the user has placed, cancelled ones left out; 0 where no promotion is for first orders. */
  readonly orderCount: number;
  /** Of `placedBy`; none when nobody is named. */
  readonly unpaid: UnpaidOrders;
};

/** Pending orders, and the units that they reserve. */
export type UnpaidOrders = { readonly orders: number; readonly units: number };

/** Reads a cart together with everything that it is priced by. */
export type PricingFactsReader = {
  readonly facts: (query: PricingFactsQuery) => ResultAsync<StoredPricingFacts, never>;
};
