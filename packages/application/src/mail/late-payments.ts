import type { Order, Refund } from '@cartwright/domain';

/**
 * Whether a refund returns a payment that arrived after the order was cancelled. An order that expired was never paid
 * before; an order that was cancelled by hand may have been.
 */
export function isOfLatePayment({ cancellation, payments }: Order, { paymentReference }: Refund): boolean {
  if (cancellation === undefined) return false;
  const payment = payments.find(({ reference }) => reference === paymentReference);
  if (payment === undefined) return false;
  return cancellation.deadline !== undefined || Date.parse(payment.at) > Date.parse(cancellation.at);
}
