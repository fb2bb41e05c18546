import type { SendRefund } from '../../paying/send-refund.js';
import { defineJob, onEvents, retryWithBackoff, textFields } from '../job-definition.js';

/** Sends a requested refund to the payment provider. */
export const sendRefund = defineJob({
  payload: textFields('orderId', 'refundId'),
  on: onEvents({
    'order.refund-requested': ({ orderId, refundId }) => ({ orderId, refundId }),
    'payments.refund-overdue': ({ orderId, refundId }) => ({ orderId, refundId }),
  }),
  handle: (useCases: { readonly sendRefund: SendRefund }, payload) => useCases.sendRefund(payload),
  retry: retryWithBackoff,
});
