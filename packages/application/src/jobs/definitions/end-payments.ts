import { okAsync } from 'neverthrow';
import { isOpenAt } from '../../paying/end-attempt.js';
import type { EndPayments } from '../../paying/end-payments.js';
import { defineJob, onEvents, retryWithBackoff, textFields } from '../job-definition.js';

/**
 * Cancels the open payments of a paid or cancelled order. Most paid orders have none left. A delayed payment cannot be
 * cancelled while it is in progress, so that is tried again when it has failed.
 */
export const endPayments = defineJob({
  payload: textFields('orderId'),
  on: onEvents({
    'order.paid': ({ orderId }) => ({ orderId }),
    'order.cancelled': ({ orderId }) => ({ orderId }),
    'order.payment-failed': ({ orderId }) => ({ orderId }),
  }),
  handle: (useCases: { readonly endPayments: EndPayments }, payload) => useCases.endPayments(payload),
  isNoOp: ({ repositories, paymentGateway }, { orderId }) =>
    repositories.payments.ofOrder(orderId).andThen((attempts) => {
      if (!attempts.some((attempt) => isOpenAt(paymentGateway, attempt))) return okAsync(true);
      // When a pending order is paid or cancelled, that event has a job of its own.
      return repositories.orders.find(orderId).map((stored) => stored?.order.status === 'pending');
    }),
  retry: retryWithBackoff,
});
