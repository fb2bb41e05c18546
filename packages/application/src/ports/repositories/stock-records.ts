import type { Instant, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** Units of a variant that an order needs or gives back; `quantity` is above zero. */
export type StockDemand = { readonly variantId: VariantId; readonly quantity: number };

/** Units of one variant: how many were asked for, how many there are. */
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

/** Why a movement happened; `orderId` when an order caused it. */
export type MovementCause = { readonly reason: string; readonly orderId?: string; readonly at: Instant };

/** Each change is one conditional update a variant, in ascending id order, and one row in the movement ledger. */
export type StockRecords = {
  /** All or nothing; the refusal names every shortage. */
  readonly reserve: (demand: readonly StockDemand[], cause: MovementCause) => ResultAsync<void, StockInsufficient>;
  readonly release: (demand: readonly StockDemand[], cause: MovementCause) => ResultAsync<void, never>;
  /** Adds `delta` (may be negative) and answers what is then available; never goes below zero. */
  readonly adjust: (
    variantId: VariantId,
    delta: number,
    cause: MovementCause,
  ) => ResultAsync<{ readonly available: number }, StockInsufficient | VariantNotFound | StockNotTracked>;
};
