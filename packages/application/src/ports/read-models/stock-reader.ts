import type { Instant, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { CursorMalformed, Page, PageRequest } from './paging.js';

/**
 * What a movement does. `received`, `adjusted` and `returned` change what is on sale, `reserved` and `released` move
 * units between what is on sale and what orders hold, and `shipped` takes away what an order held.
 */
export type MovementType = 'received' | 'reserved' | 'released' | 'shipped' | 'returned' | 'adjusted';

/** One change of a stock. */
export type StockMovement = {
  readonly id: string;
  readonly type: MovementType;
  /** In units, above zero. Only of `adjusted` it is below zero for units that were taken. */
  readonly quantity: number;
  readonly reason: string;
  readonly orderId?: string;
  /** The member of staff who did it. */
  readonly actor?: string;
  readonly at: Instant;
};

/** Units of a variant that are on sale, and units that open orders hold. Both together are on hand. */
export type StockLevel = { readonly available: number; readonly reserved: number };

/** What there is of a variant, and how it came to that. */
export type StockLedger = {
  readonly variantId: VariantId;
  /** Absent for what holds no stock. */
  readonly level?: StockLevel;
  /** Newest first. */
  readonly movements: Page<StockMovement>;
};

/** A variant whose stored numbers are not the sums of its movements. */
export type StockDifference = {
  readonly variantId: VariantId;
  readonly stored: StockLevel;
  readonly ledger: StockLevel;
};

/** Variants that were compared, in ascending id order. */
export type ComparedStock = {
  readonly differences: readonly StockDifference[];
  /** Absent: there are no more. */
  readonly last?: VariantId;
};

/** The movement ledger as staff read it. */
export type StockReader = {
  readonly ledger: (
    variantId: VariantId,
    page: PageRequest,
  ) => ResultAsync<StockLedger | undefined, CursorMalformed | StorageUnavailable>;
  /** Compares the next `limit` variants after one with their movements, on one snapshot. */
  readonly compare: (limit: number, after?: VariantId) => ResultAsync<ComparedStock, StorageUnavailable>;
};
