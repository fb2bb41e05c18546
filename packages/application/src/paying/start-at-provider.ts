import type { Order } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { PaymentsUnavailable } from '../ports/failures.js';
import type { PaymentGateway, PaymentRefused } from '../ports/payment-gateway.js';
import type { PaymentAttempt } from '../ports/repositories/payment-records.js';

/** What a client needs to pay: a secret for a card, or the page of the checkout. */
export type WayToPay = { readonly clientSecret: string } | { readonly redirectUrl: string };

/** Starts an attempt at the provider; a repeat starts nothing new. `reference` is the provider's id of the payment. */
export function startAtProvider(
  gateway: PaymentGateway,
  { id: orderId, number: orderNumber, email }: Pick<Order, 'id' | 'number' | 'email'>,
  { id: paymentId, method, amount, successUrl = '', cancelUrl = '' }: PaymentAttempt,
): ResultAsync<{ readonly reference: string; readonly way: WayToPay }, PaymentRefused | PaymentsUnavailable> {
  const payment = { paymentId, orderId, orderNumber, amount, email };
  switch (method) {
    case 'card':
      return gateway
        .startCardPayment(payment)
        .map(({ reference, clientSecret }) => ({ reference, way: { clientSecret } }));
    case 'checkout':
      return gateway
        .startCheckout({ ...payment, successUrl, cancelUrl })
        .map(({ reference, redirectUrl }) => ({ reference, way: { redirectUrl } }));
  }
}
