import type { Instant, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from './failures.js';
import type { CursorMalformed, Page, PageRequest } from './paging.js';

export type StockMovement = {
  readonly id: string;
  readonly delta: number;
  readonly reason: string;
  readonly orderId?: string;
  readonly at: Instant;
};

export type StockLedger = {
  readonly variantId: VariantId;
  /** Absent for what holds no stock. */
  readonly available?: number;
  /** Newest first. */
  readonly movements: Page<StockMovement>;
};

export type StockReader = {
  readonly ledger: (
    variantId: VariantId,
    page: PageRequest,
  ) => ResultAsync<StockLedger | undefined, CursorMalformed | StorageUnavailable>;
};
