import type { Backtest, BacktestRecords } from '@cartwright/application';
import { eq } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { backtests } from '../../schema.js';

/** Backtests in the table `backtests`. */
export const makeDrizzleBacktestRecords = (tx: Database): BacktestRecords => ({
  add: (backtest) =>
    query(async () => {
      await tx.insert(backtests).values(backtest);
    }),
  find: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(backtests).where(eq(backtests.id, id));
      return row && backtestOf(row);
    }),
  lock: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(backtests).where(eq(backtests.id, id)).for('update');
      return row && backtestOf(row);
    }),
  save: ({ id, ...backtest }) =>
    query(async () => {
      const saved = await tx
        .update(backtests)
        .set(backtest)
        .where(eq(backtests.id, id))
        .returning({ id: backtests.id });
      if (saved.length === 0) throw new Error('backtest must be locked before it is saved');
    }),
});

const backtestOf = ({ result, ...backtest }: typeof backtests.$inferSelect): Backtest => ({
  ...backtest,
  ...(result === null ? {} : { result }),
});
