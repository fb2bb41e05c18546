import type { CountSales } from '../../catalogue/count-sales.js';
import { defineJob, onEvents, retryWithBackoff, textFields } from '../job-definition.js';

/** Counts the units of a paid order as sold. */
export const countSales = defineJob({
  payload: textFields('orderId'),
  on: onEvents({ 'order.paid': ({ orderId }) => ({ orderId }) }),
  handle: (useCases: { readonly countSales: CountSales }, payload) => useCases.countSales(payload),
  retry: retryWithBackoff,
});
