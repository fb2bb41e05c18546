import type { Order } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { PaymentsUnavailable } from '../ports/failures.js';
import type { PaymentGateway, PaymentRefused, ReportedPayment } from '../ports/payment-gateway.js';
import type { PaymentAttempt } from '../ports/repositories/payment-records.js';
import { checkoutLines } from './checkout-lines.js';

/** Data for a client to pay: a secret for a card, or the page of the checkout. */
export type WayToPay = { readonly clientSecret: string } | { readonly redirectUrl: string };

/** An attempt at the provider, by the provider's id of the payment. Only an `open` one can be paid. */
export type StartedAttempt = ReportedPayment & { readonly reference: string; readonly way: WayToPay };

export type StartAtProviderDeps = {
  readonly paymentGateway: PaymentGateway;
  readonly publicUrl: string;
  /** The start of the addresses of pictures; `publicUrl` when absent. */
  readonly assetsUrl?: string;
};

/** Starts an attempt at the provider. A repeat starts nothing new, and returns its current state. */
export function startAtProvider(
  { paymentGateway: gateway, publicUrl, assetsUrl = publicUrl }: StartAtProviderDeps,
  order: Order,
  { id: paymentId, method, amount, successUrl = '', cancelUrl = '', reference: known }: PaymentAttempt,
): ResultAsync<StartedAttempt, PaymentRefused | PaymentsUnavailable> {
  const { id: orderId, number: orderNumber, email } = order;
  const payment = {
    paymentId,
    orderId,
    orderNumber,
    amount,
    email,
    ...(known === undefined ? {} : { reference: known }),
  };
  switch (method) {
    case 'card':
      return gateway
        .startCardPayment(payment)
        .map(({ clientSecret, ...started }) => ({ ...started, way: { clientSecret } }));
    case 'transfer':
      throw new Error(`payment ${paymentId} is a transfer, which no provider starts`);
    case 'checkout':
      return gateway
        .startCheckout({ ...payment, successUrl, cancelUrl, lines: checkoutLines(order, amount, assetsUrl) })
        .map(({ redirectUrl, ...started }) => ({ ...started, way: { redirectUrl } }));
  }
}
