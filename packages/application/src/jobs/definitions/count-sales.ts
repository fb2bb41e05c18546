import type { CountSales } from '../../catalogue/count-sales.js';
import { defineJob, noRetry, textFields } from '../job-definition.js';

/** Notes how many units of each product were sold. */
export const countSales = defineJob<{ readonly at: string }, never, { readonly countSales: CountSales }>({
  payload: textFields('at'),
  handle: (useCases) => useCases.countSales(),
  retry: noRetry,
  schedule: '7 * * * *',
});
