import type { CheckStockLedger } from '../../catalogue/check-stock-ledger.js';
import { defineJob, retryWithBackoff, textFields } from '../job-definition.js';

/** Compares stock with the movement ledger, each night and by hand. */
export const checkStockLedger = defineJob({
  payload: textFields('at'),
  handle: (useCases: { readonly checkStockLedger: CheckStockLedger }) => useCases.checkStockLedger(),
  retry: retryWithBackoff,
  schedule: '35 2 * * *',
});
