import type { VariantId } from '@cartwright/domain';
import { errAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { StockInsufficient, StockNotTracked, VariantNotFound } from '../ports/repositories/stock-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

export type AdjustStockCommand = { readonly variantId: VariantId; readonly delta: number; readonly reason: string };
export type AdjustStockError =
  | { readonly type: 'stock.delta-out-of-range'; readonly delta: number; readonly limit: number }
  | StockInsufficient
  | VariantNotFound
  | StockNotTracked
  | StorageUnavailable;
/** What can be sold of the variant now, in units. */
export type AdjustedStock = { readonly variantId: VariantId; readonly available: number };
/** Adds or takes units by hand, with the reason in the movement ledger; never below zero. */
export type AdjustStock = (command: AdjustStockCommand) => ResultAsync<AdjustedStock, AdjustStockError>;

/** The largest single change, in units. */
const maximumDelta = 1_000_000;

export const makeAdjustStock =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): AdjustStock =>
  ({ variantId, delta, reason }) => {
    if (!Number.isInteger(delta) || delta === 0 || Math.abs(delta) > maximumDelta) {
      return errAsync({ type: 'stock.delta-out-of-range', delta, limit: maximumDelta });
    }
    return unitOfWork
      .run(({ stock }) => stock.adjust(variantId, delta, { reason, at: clock.now() }))
      .map(({ available }) => ({ variantId, available }));
  };
