import type { CheckStockLedger } from '../../catalogue/check-stock-ledger.js';
import { defineJob, onEvents, retryWithBackoff, textFields } from '../job-definition.js';

/** Compares stock with the movement ledger, each night and on request. */
export const checkStockLedger = defineJob({
  payload: textFields('at'),
  on: onEvents({ 'jobs.stock-check-requested': ({ at }) => ({ at }) }),
  handle: (useCases: { readonly checkStockLedger: CheckStockLedger }) => useCases.checkStockLedger(),
  retry: retryWithBackoff,
  schedule: '35 2 * * *',
});
