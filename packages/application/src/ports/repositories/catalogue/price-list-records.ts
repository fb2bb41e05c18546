import type { CurrencyCode, CustomerGroup, Instant, Money, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** What a variant costs by a price list, from so many units on. */
export type PriceListEntry = {
  readonly variantId: VariantId;
  readonly minQuantity: number;
  /** In the currency of the list. */
  readonly price: Money;
};

/** Prices for some customers, quantities or times: they come before base prices. */
export type PriceList = {
  readonly id: string;
  readonly name: string;
  readonly currency: CurrencyCode;
  /** Absent: for everyone; empty: for nobody. */
  readonly groups?: readonly CustomerGroup[];
  readonly startsAt?: Instant;
  readonly endsAt?: Instant;
  /** The highest wins. */
  readonly priority: number;
  /** By variant and quantity. */
  readonly prices: readonly PriceListEntry[];
  /** Grows by one with each change. */
  readonly version: number;
  readonly createdAt: Instant;
};

/** A price from an instant on; `price` is absent where it was removed. */
export type PriceChange = {
  readonly variantId: VariantId;
  readonly currency: CurrencyCode;
  readonly price?: Money;
  readonly compareAtPrice?: Money;
  /** Absent for a base price. */
  readonly listId?: string;
  readonly minQuantity?: number;
  readonly at: Instant;
};

/** There is no variant of this id to give a price to. */
export type VariantUnknown = { readonly type: 'catalogue.variant-unknown'; readonly variantId: VariantId };

/** Price lists, each read and saved as a whole. */
export type PriceListRecords = {
  /** By name. Without their prices, which may be thousands. */
  readonly list: () => ResultAsync<readonly Omit<PriceList, 'prices'>[], never>;
  readonly find: (id: string) => ResultAsync<PriceList | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<PriceList | undefined, never>;
  /** Adds a list, or replaces the locked one of its id. Each change of a price is written with its time. */
  readonly save: (list: PriceList, at: Instant) => ResultAsync<void, VariantUnknown>;
  readonly remove: (id: string, at: Instant) => ResultAsync<void, never>;
  /** Ids and SKUs of the variants that have one of the ids or SKUs. */
  readonly variantsNamed: (
    names: readonly string[],
  ) => ResultAsync<readonly { readonly variantId: VariantId; readonly sku: string }[], never>;
  /** What the prices of a variant were, oldest first. */
  readonly priceChanges: (variantId: VariantId) => ResultAsync<readonly PriceChange[], never>;
};
