import type { Instant, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** Units of a variant that an order needs or gives back; `quantity` is above zero. */
export type StockDemand = { readonly variantId: VariantId; readonly quantity: number };

/** Units of one variant: how many were requested, how many there are. */
export type StockShortage = {
  readonly variantId: VariantId;
  readonly requested: number;
  readonly available: number;
};
/** Every variant of which too little is left; nothing was taken. */
export type StockInsufficient = {
  readonly type: 'stock.insufficient';
  readonly shortages: readonly StockShortage[];
};
/** No such variant, or to a shopper: none that is on sale. */
export type VariantNotFound = { readonly type: 'catalogue.variant-not-found'; readonly variantId: VariantId };
/** Digital goods are never counted. */
export type StockNotTracked = { readonly type: 'stock.not-tracked'; readonly variantId: VariantId };

/** Why a movement happened, and which member of staff did it. */
export type MovementCause = { readonly reason: string; readonly actor?: string; readonly at: Instant };

/** Units to add to a variant; negative to remove. */
export type StockDelta = { readonly variantId: VariantId; readonly delta: number };
/** Units of the variant that can be sold now. */
export type AdjustedStock = { readonly variantId: VariantId; readonly available: number };

/** Stock as the editors change it; orders move it as a part of their `Change`. */
export type StockRecords = {
  /**
   * Adjusts variants, all or nothing, and returns what is then available in the order of the items. Takes no units that
   * are reserved: what is available never goes below zero. One row an item in the movement ledger. Refuses the first
   * item whose variant does not exist or is not counted; otherwise, lists every shortage.
   *
   * @param items - each variant once, in ascending id order, in which every transaction locks stock
   */
  readonly adjust: (
    items: readonly StockDelta[],
    cause: MovementCause,
  ) => ResultAsync<readonly AdjustedStock[], StockInsufficient | VariantNotFound | StockNotTracked>;
};
