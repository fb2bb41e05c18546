import type { RunBacktest } from '../../promotions/backtesting/run-backtest.js';
import { defineJob, onEvents, retryForADay, textFields } from '../job-definition.js';

/** Tries a draft of a promotion on orders that were placed. */
export const backtestPromotion = defineJob({
  payload: textFields('backtestId'),
  on: onEvents({ 'promotions.backtest-requested': ({ backtestId }) => ({ backtestId }) }),
  handle: (useCases: { readonly runBacktest: RunBacktest }, payload) => useCases.runBacktest(payload),
  retry: retryForADay,
  // Each prices all orders of a period, and keeps a processor busy.
  concurrency: 1,
});
