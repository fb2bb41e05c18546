import { capturedAmount, type Order } from '@cartwright/domain';
import { moneyText } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Informs a buyer that their order is cancelled, why, and what happens to the money. */
export const orderCancelled = orderMail({
  on: ['order.cancelled'],
  to: 'buyer',
  find: (order) => order.cancellation,
  write: (order, { reason, deadline }) => ({
    subject: `Your order ${order.number} is cancelled`,
    opening:
      deadline === undefined
        ? 'Your order was cancelled.'
        : 'Your order was cancelled because it was not paid in time. You are welcome to order again.',
    heading: `Order ${order.number}`,
    rows: reason === undefined ? [] : [{ label: 'Reason', value: reason }],
    paragraphs: [moneyOf(order)],
  }),
});

function moneyOf(order: Order): string {
  const captured = capturedAmount(order);
  if (captured === 0) return 'Nothing was charged.';
  const returned = [
    ...order.refunds.filter(({ status }) => status === 'confirmed'),
    ...order.disputes.filter(({ status }) => status === 'lost'),
  ].reduce((sum, { amount }) => sum + amount.amount, 0);
  const remaining = captured - returned;
  if (remaining <= 0) return 'Your payment has been refunded in full.';
  const amount = moneyText({ amount: remaining, currency: order.pricing.currency });
  return `We will refund the ${amount} that you paid, and email you when it is done.`;
}
