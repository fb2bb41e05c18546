import { capturedAmount, type Cancellation, type Order } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';
import { inWords, layOutMail } from './lay-out-mail.js';

/** The mail that tells a buyer that their order is cancelled: why, and what becomes of money that was taken. */
export function orderCancelled(id: string, order: Order, { reason, deadline }: Cancellation): Mail {
  const { number } = order;
  return layOutMail({
    id,
    to: order.email,
    subject: `Your order ${number} is cancelled`,
    opening:
      deadline === undefined
        ? 'Your order was cancelled.'
        : 'Your order was cancelled, because it was not paid in time. You are welcome to order again.',
    heading: `Order ${number}`,
    rows: reason === undefined ? [] : [{ label: 'Reason', value: reason }],
    paragraphs: [moneyOf(order)],
  });
}

function moneyOf(order: Order): string {
  const captured = capturedAmount(order);
  if (captured === 0) return 'Nothing was charged.';
  const returned = [
    ...order.refunds.filter(({ status }) => status === 'confirmed'),
    ...order.disputes.filter(({ status }) => status === 'lost'),
  ].reduce((sum, { amount }) => sum + amount.amount, 0);
  const held = captured - returned;
  if (held <= 0) return 'All that you had paid has been sent back.';
  return `We send back the ${inWords({ amount: held, currency: order.pricing.currency })} that you have paid, and write again when that is done.`;
}
