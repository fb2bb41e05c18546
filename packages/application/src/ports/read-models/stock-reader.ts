import type { Instant, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { CursorMalformed, Page, PageRequest } from './paging.js';

/** One change of a stock; `delta` is in units, below zero for what left. */
export type StockMovement = {
  readonly id: string;
  readonly delta: number;
  readonly reason: string;
  readonly orderId?: string;
  readonly at: Instant;
};

/** What is left of a variant, and how it came to that. */
export type StockLedger = {
  readonly variantId: VariantId;
  /** Absent for what holds no stock. */
  readonly available?: number;
  /** Newest first. */
  readonly movements: Page<StockMovement>;
};

/** The movement ledger as staff read it. */
export type StockReader = {
  readonly ledger: (
    variantId: VariantId,
    page: PageRequest,
  ) => ResultAsync<StockLedger | undefined, CursorMalformed | StorageUnavailable>;
};
