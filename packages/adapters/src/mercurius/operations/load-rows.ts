import DataLoader from 'dataloader';
import type { Operation } from './collect-operations.js';
import type { Exchange, RunOperation } from './run-operation.js';

/** Rows of one list by id, in one currency. */
type Key = { readonly id: string; readonly currency?: string };
type Row = { readonly id: string };
export type Loader = DataLoader<Key, Row | null, string>;

/** The largest list that REST reads by ids. */
const maximumIds = 100;

/** Loads the rows of one request by their ids: all lines of all orders of a query in one operation. */
export function makeLoader(exchange: Exchange, operation: Operation, run: RunOperation): Loader {
  const load = async (keys: readonly Key[]): Promise<readonly (Row | null)[]> => {
    const currencies = [...new Set(keys.map(({ currency }) => currency))];
    const found = new Map<string, Row>();
    for (const currency of currencies) {
      const ids = keys.filter((key) => key.currency === currency).map(({ id }) => id);
      const query = { ids: ids.join(','), ...(currency === undefined ? {} : { currency }) };
      const limit = operation.query?.properties?.['limit'] === undefined ? {} : { limit: maximumIds, cursor: '' };
      const { data } = (await run(
        exchange,
        operation,
        { params: {}, query: { ...query, ...limit } },
        { isPart: true },
      )) as {
        readonly data: readonly Row[];
      };
      for (const row of data) found.set(nameOf({ id: row.id, ...(currency === undefined ? {} : { currency }) }), row);
    }
    return keys.map((key) => found.get(nameOf(key)) ?? null);
  };
  return new DataLoader(load, { maxBatchSize: maximumIds, cacheKeyFn: nameOf });
}

const nameOf = ({ id, currency = '' }: Key): string => `${id} ${currency}`;
