import type { Order, Refund } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';
import { inWords, layOutMail } from './lay-out-mail.js';

const days = 'Depending on your bank it may take some days until you see it.';

/** The mail that tells a buyer that money has gone back. */
export const moneySentBack = (id: string, order: Order, refund: Refund): Mail =>
  layOutMail({
    id,
    to: order.email,
    subject: `Your order ${order.number}: money has been sent back`,
    opening: isOfLatePayment(order, refund)
      ? 'Your payment arrived after the order was cancelled. We have sent it back.'
      : 'We have sent money back to you, to where it was paid from.',
    heading: `Order ${order.number}`,
    rows: [{ label: 'Sent back', value: inWords(refund.amount) }],
    paragraphs: [days],
  });

/**
 * The mail that tells a buyer at once that a payment came too late and goes back: they have paid and will get nothing, and
 * the refund may take days. Of other refunds they know already, so those have none.
 */
export function latePaymentGoesBack(id: string, order: Order, refund: Refund): Mail | undefined {
  if (!isOfLatePayment(order, refund)) return undefined;
  return layOutMail({
    id,
    to: order.email,
    subject: `Your order ${order.number}: your payment came too late`,
    opening: 'Your payment arrived after the order was cancelled. We are sending it back.',
    heading: `Order ${order.number}`,
    rows: [{ label: 'Goes back', value: inWords(refund.amount) }],
    paragraphs: ['We write again when that is done. You are welcome to order again.'],
  });
}

/** An order that expired was never paid before; one that somebody cancelled may have been. */
function isOfLatePayment({ cancellation, payments }: Order, { paymentReference }: Refund): boolean {
  if (cancellation === undefined) return false;
  const payment = payments.find(({ reference }) => reference === paymentReference);
  if (payment === undefined) return false;
  return cancellation.deadline !== undefined || Date.parse(payment.at) > Date.parse(cancellation.at);
}
