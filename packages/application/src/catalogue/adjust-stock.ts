import { compareIds, type VariantId } from '@cartwright/domain';
import { err, errAsync, ok, type Result, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../caller.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type {
  AdjustedStock,
  StockDelta,
  StockInsufficient,
  StockNotTracked,
  VariantNotFound,
} from '../ports/repositories/stock-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

export type AdjustStockCommand = StockDelta & { readonly reason: string };
type DeltaOutOfRange = { readonly type: 'stock.delta-out-of-range'; readonly delta: number; readonly limit: number };
export type AdjustStockError =
  DeltaOutOfRange | StockInsufficient | VariantNotFound | StockNotTracked | StorageUnavailable;
/** Adjusts stock by hand and records the reason in the movement ledger. Never removes more than is available. */
export type AdjustStock = (
  command: AdjustStockCommand,
  staff: StaffCaller,
) => ResultAsync<AdjustedStock, AdjustStockError>;

/** The largest single change, in units. */
const maximumDelta = 1_000_000;

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

export const makeAdjustStock =
  ({ unitOfWork, clock }: Deps): AdjustStock =>
  ({ variantId, delta, reason }, { userId: actor }) =>
    requireDelta(delta).asyncAndThen(() =>
      unitOfWork
        .run(({ stock }) => stock.adjust([{ variantId, delta }], { reason, actor, at: clock.now() }))
        .map(([adjusted = { variantId, available: 0 }]) => adjusted),
    );

/** A variant is listed twice in one change. */
export type StockItemRepeated = { readonly type: 'stock.item-repeated'; readonly variantId: VariantId };
export type AdjustStocksCommand = { readonly reason: string; readonly items: readonly StockDelta[] };
export type AdjustStocksError = AdjustStockError | StockItemRepeated;
/** Adjusts many variants, all or nothing. A refusal lists every shortage. */
export type AdjustStocks = (
  command: AdjustStocksCommand,
  staff: StaffCaller,
) => ResultAsync<readonly AdjustedStock[], AdjustStocksError>;

export const makeAdjustStocks =
  ({ unitOfWork, clock }: Deps): AdjustStocks =>
  ({ reason, items }, { userId: actor }) => {
    const wrong = items.find(({ delta }) => requireDelta(delta).isErr());
    if (wrong !== undefined)
      return errAsync({ type: 'stock.delta-out-of-range', delta: wrong.delta, limit: maximumDelta });
    const inOrder = [...items].sort((left, right) => compareIds(left.variantId, right.variantId));
    const twice = inOrder.find(({ variantId }, index) => inOrder[index - 1]?.variantId === variantId);
    if (twice !== undefined) return errAsync({ type: 'stock.item-repeated', variantId: twice.variantId });
    return unitOfWork.run(({ stock }) => stock.adjust(inOrder, { reason, actor, at: clock.now() }));
  };

const requireDelta = (delta: number): Result<void, DeltaOutOfRange> =>
  Number.isInteger(delta) && delta !== 0 && Math.abs(delta) <= maximumDelta
    ? ok(undefined)
    : err({ type: 'stock.delta-out-of-range', delta, limit: maximumDelta });
