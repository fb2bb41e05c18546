import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Backtest } from '../../ports/repositories/reports/backtest-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';

/** No backtest has this id. */
export type BacktestNotFound = { readonly type: 'promotion.backtest-not-found'; readonly backtestId: string };
export type ViewBacktestError = BacktestNotFound | StorageUnavailable;
/** The progress of a backtest and, once it is completed, its result. */
export type ViewBacktest = (query: { readonly backtestId: string }) => ResultAsync<Backtest, ViewBacktestError>;

export const makeViewBacktest =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ViewBacktest =>
  ({ backtestId }) =>
    unitOfWork.read(({ backtests }) =>
      backtests
        .find(backtestId)
        .andThen((found) =>
          found === undefined
            ? errAsync({ type: 'promotion.backtest-not-found', backtestId } as const)
            : okAsync(found),
        ),
    );
