import type { OrderId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** The rows that reports add up, as orders write them (`salesFactsOf`). */
export type SalesFactRecords = {
  /**
   * Compares the rows of the next `limit` orders, in the order of their ids after `after`, with the orders. Writes
   * what is missing or differs, and removes what no order has. Returns how many rows were written and removed, and the
   * last order; none when there are no more.
   */
  readonly repair: (
    limit: number,
    after?: OrderId,
  ) => ResultAsync<{ readonly repaired: number; readonly removed: number; readonly last?: OrderId }, never>;
};
