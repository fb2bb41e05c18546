import { okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { StockReader } from '../ports/read-models/stock-reader.js';
import type { VariantId } from '@cartwright/domain';

/** The number of variants whose stock is not the sum of its movements. */
export type CheckedStock = { readonly differences: number };
/** Compares the stored stock of every variant with its movements, and logs each difference. It changes nothing. */
export type CheckStockLedger = () => ResultAsync<CheckedStock, StorageUnavailable>;

/** Variants a statement; small, so that other queries do not wait. */
const batch = 200;
/** Maximum differences logged one by one; more are only counted. */
const maximumLogged = 100;

export const makeCheckStockLedger = ({
  stockReader,
  log,
}: {
  readonly stockReader: StockReader;
  readonly log: Log;
}): CheckStockLedger => {
  const checkFrom = (sofar: number, after?: VariantId): ResultAsync<CheckedStock, StorageUnavailable> =>
    stockReader.compare(batch, after).andThen(({ differences, last }) => {
      for (const difference of differences.slice(0, Math.max(0, maximumLogged - sofar))) {
        log.error({ ...difference }, 'the stock of a variant is not the sum of its movements');
      }
      const found = sofar + differences.length;
      return last === undefined ? okAsync({ differences: found }) : checkFrom(found, last);
    });
  return () =>
    checkFrom(0).andTee(({ differences }) => {
      if (differences > maximumLogged) log.error({ differences, logged: maximumLogged }, 'more stock is wrong');
    });
};
