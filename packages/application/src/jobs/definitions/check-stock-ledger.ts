import type { CheckStockLedger } from '../../catalogue/check-stock-ledger.js';
import { defineJob, retryWithBackoff, textFields } from '../job-definition.js';

/** Compares stock with the movement ledger, each night and by hand. */
export const checkStockLedger = defineJob<
  { readonly at: string },
  never,
  { readonly checkStockLedger: CheckStockLedger }
>({
  payload: textFields('at'),
  handle: (useCases) => useCases.checkStockLedger(),
  retry: retryWithBackoff,
  schedule: '35 2 * * *',
});
