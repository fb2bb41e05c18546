import type { IssueDocuments } from '../../invoicing/issue-documents.js';
import { defineJob, onEvents, retryWithBackoff, textFields } from '../job-definition.js';

/** Issues the invoice of an order that was paid, and a credit note for each refund. */
export const issueDocuments = defineJob({
  payload: textFields('orderId'),
  on: onEvents({
    'order.paid': ({ orderId }) => ({ orderId }),
    'order.refunded': ({ orderId }) => ({ orderId }),
    'order.refund-failed': ({ orderId }) => ({ orderId }),
    'order.dispute-lost': ({ orderId }) => ({ orderId }),
    // Money that the order did not need can change what was credited before.
    'order.payment-recorded': ({ orderId }) => ({ orderId }),
  }),
  handle: (useCases: { readonly issueDocuments: IssueDocuments }, payload) => useCases.issueDocuments(payload),
  retry: retryWithBackoff,
});
