import type { ExpireUnpaidOrders } from '../../ordering/expire-unpaid-orders.js';
import { defineJob, noRetry, textFields } from '../job-definition.js';

/** Cancels the orders whose time to pay is over. */
export const expireOrders = defineJob<
  { readonly at: string },
  never,
  { readonly expireUnpaidOrders: ExpireUnpaidOrders }
>({
  payload: textFields('at'),
  handle: (useCases) => useCases.expireUnpaidOrders(),
  retry: noRetry,
  schedule: '* * * * *',
});
