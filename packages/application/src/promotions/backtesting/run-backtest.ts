import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import { readAhead } from '../../bookkeeping/read-ahead.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { BooksReader, PlacedPricing } from '../../ports/read-models/books-reader.js';
import type { Backtest } from '../../ports/repositories/reports/backtest-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { backtestSums } from './backtest-sums.js';
import type { BacktestNotFound } from './view-backtest.js';

export type RunBacktestError = BacktestNotFound | StorageUnavailable;
/** Runs a requested backtest. After a crash, a repeat starts from the beginning. A completed one does not change. */
export type RunBacktest = (command: { readonly backtestId: string }) => ResultAsync<void, RunBacktestError>;

/** Orders a statement; small, so that a process that serves requests as well is not busy for long. */
const page = 200;
/** Pages between two writes of the progress: about a second. */
const pagesAProgress = 20;

type RunBacktestDeps = { readonly unitOfWork: UnitOfWork; readonly booksReader: BooksReader };

export const makeRunBacktest =
  (deps: RunBacktestDeps): RunBacktest =>
  ({ backtestId }) =>
    new ResultAsync(run(deps, backtestId));

async function run({ unitOfWork, booksReader }: RunBacktestDeps, id: string): Promise<Result<void, RunBacktestError>> {
  const begun = await unitOfWork.read(({ backtests, shop }) =>
    backtests.find(id).andThen((found) => shop.find().map((details) => ({ found, timeZone: details?.timeZone }))),
  );
  if (begun.isErr()) return err(begun.error);
  const { found, timeZone = 'UTC' } = begun.value;
  if (found === undefined) return err({ type: 'promotion.backtest-not-found', backtestId: id });
  if (found.status === 'completed') return ok(undefined);
  const counted = await booksReader.countPlacedIn(found);
  if (counted.isErr()) return err(counted.error);

  const sums = backtestSums(found.promotion, timeZone);
  const progress = { total: counted.value, processed: 0, unpriced: 0 };
  let pages = 0;
  for await (const read of readAhead<PlacedPricing, StorageUnavailable>(page, (last) =>
    booksReader.placedIn(found, page, last),
  )) {
    if (read.isErr()) return err(read.error);
    if (pages % pagesAProgress === 0) {
      const stored = await store(unitOfWork, { ...found, ...progress, status: 'running' });
      if (stored.isErr()) return err(stored.error);
    }
    pages += 1;
    for (const order of read.value) {
      progress.processed += 1;
      if (!sums.add(order)) progress.unpriced += 1;
    }
  }
  // Orders may have been placed meanwhile.
  const total = progress.processed;
  return store(unitOfWork, { ...found, ...progress, total, status: 'completed', result: sums.result() });
}

/** A process that did the same work may have completed it; then nothing is written. */
const store = (unitOfWork: UnitOfWork, backtest: Backtest): ResultAsync<void, RunBacktestError> =>
  unitOfWork.run(({ backtests }) =>
    backtests.lock(backtest.id).andThen((now) => {
      if (now === undefined)
        return errAsync({ type: 'promotion.backtest-not-found', backtestId: backtest.id } as const);
      return now.status === 'completed' ? okAsync(undefined) : backtests.save(backtest);
    }),
  );
