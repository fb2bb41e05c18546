import { compareIds, type VariantId } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../caller.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type {
  MovementCause,
  StockInsufficient,
  StockNotTracked,
  StockShortage,
  VariantNotFound,
} from '../ports/repositories/stock-records.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** Units to add to a variant; negative to remove. */
export type StockDelta = { readonly variantId: VariantId; readonly delta: number };
export type AdjustStockCommand = StockDelta & { readonly reason: string };
type DeltaOutOfRange = { readonly type: 'stock.delta-out-of-range'; readonly delta: number; readonly limit: number };
export type AdjustStockError =
  DeltaOutOfRange | StockInsufficient | VariantNotFound | StockNotTracked | StorageUnavailable;
/** Units of the variant that can be sold now. */
export type AdjustedStock = { readonly variantId: VariantId; readonly available: number };
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
        .run(({ stock }) => stock.adjust(variantId, delta, { reason, actor, at: clock.now() }))
        .map(({ available }) => ({ variantId, available })),
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
    // In ascending id order, in which every transaction locks stock.
    const inOrder = [...items].sort((left, right) => compareIds(left.variantId, right.variantId));
    const twice = inOrder.find(({ variantId }, index) => inOrder[index - 1]?.variantId === variantId);
    if (twice !== undefined) return errAsync({ type: 'stock.item-repeated', variantId: twice.variantId });
    return unitOfWork.run((repositories) => adjustAll(repositories, inOrder, { reason, actor, at: clock.now() }));
  };

type Outcome = { readonly adjusted: readonly AdjustedStock[]; readonly shortages: readonly StockShortage[] };

function adjustAll(
  { stock }: Repositories,
  items: readonly StockDelta[],
  cause: MovementCause,
): ResultAsync<readonly AdjustedStock[], StockInsufficient | VariantNotFound | StockNotTracked> {
  return items
    .reduce<ResultAsync<Outcome, VariantNotFound | StockNotTracked>>(
      (before, { variantId, delta }) =>
        before.andThen((sofar) =>
          stock
            .adjust(variantId, delta, cause)
            .map(({ available }): Outcome => ({ ...sofar, adjusted: [...sofar.adjusted, { variantId, available }] }))
            .orElse((error): Result<Outcome, VariantNotFound | StockNotTracked> =>
              error.type === 'stock.insufficient'
                ? ok({ ...sofar, shortages: [...sofar.shortages, ...error.shortages] })
                : err(error),
            ),
        ),
      okAsync({ adjusted: [], shortages: [] }),
    )
    .andThen(({ adjusted, shortages }) =>
      shortages.length === 0 ? ok(adjusted) : err({ type: 'stock.insufficient' as const, shortages }),
    );
}

const requireDelta = (delta: number): Result<void, DeltaOutOfRange> =>
  Number.isInteger(delta) && delta !== 0 && Math.abs(delta) <= maximumDelta
    ? ok(undefined)
    : err({ type: 'stock.delta-out-of-range', delta, limit: maximumDelta });
