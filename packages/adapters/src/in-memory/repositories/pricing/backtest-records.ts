import type { BacktestRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const backtestRecords = ({ backtests }: Tables): BacktestRecords => ({
  add: (backtest) => {
    backtests.set(backtest.id, backtest);
    return okAsync(undefined);
  },
  find: (id) => okAsync(backtests.get(id)),
  lock: (id) => okAsync(backtests.get(id)),
  save: (backtest) => {
    if (!backtests.has(backtest.id)) throw new Error('backtest must be locked before it is saved');
    backtests.set(backtest.id, backtest);
    return okAsync(undefined);
  },
});
