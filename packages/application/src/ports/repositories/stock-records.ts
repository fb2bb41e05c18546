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

/** Stock as the editors change it; orders move it as a part of their `Change`. */
export type StockRecords = {
  /**
   * Adds `delta` (may be negative) and returns what is then available. Takes no units that are reserved: what is
   * available never goes below zero. One row in the movement ledger.
   */
  readonly adjust: (
    variantId: VariantId,
    delta: number,
    cause: MovementCause,
  ) => ResultAsync<{ readonly available: number }, StockInsufficient | VariantNotFound | StockNotTracked>;
};
