import type { RequestDueRefunds } from '../../paying/request-due-refunds.js';
import { defineJob, onEvents, retryWithBackoff, textFields } from '../job-definition.js';

/** Requests refunds of the money that an order owes. */
export const requestDueRefunds = defineJob({
  payload: textFields('orderId'),
  on: onEvents({
    'order.refund-due': ({ orderId }) => ({ orderId }),
    'payments.refund-forgotten': ({ orderId }) => ({ orderId }),
  }),
  handle: (useCases: { readonly requestDueRefunds: RequestDueRefunds }, payload, jobId) =>
    useCases.requestDueRefunds({ ...payload, jobId }),
  retry: retryWithBackoff,
});
