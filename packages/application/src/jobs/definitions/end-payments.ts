import { isOpenAt, type EndPayments } from '../../paying/end-payments.js';
import { defineJob, onEvents, retryWithBackoff, textFields } from '../job-definition.js';

/** Cancels the open payments of a paid or cancelled order. Most paid orders have none left. */
export const endPayments = defineJob({
  payload: textFields('orderId'),
  on: onEvents({
    'order.paid': ({ orderId }) => ({ orderId }),
    'order.cancelled': ({ orderId }) => ({ orderId }),
  }),
  handle: (useCases: { readonly endPayments: EndPayments }, payload) => useCases.endPayments(payload),
  isNoOp: ({ repositories, paymentGateway }, { orderId }) =>
    repositories.payments
      .ofOrder(orderId)
      .map((attempts) => !attempts.some((attempt) => isOpenAt(paymentGateway, attempt))),
  retry: retryWithBackoff,
});
