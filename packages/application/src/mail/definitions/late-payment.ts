import { moneyText } from '../lay-out-mail.js';
import { isOfLatePayment } from '../late-payments.js';
import { orderMail } from '../mail-definition.js';

/**
 * Informs a buyer at once that their payment arrived after the order was cancelled: they paid and get nothing, and the
 * refund can take days. Buyers know about other refunds, so those have no mail before they are sent.
 */
export const latePayment = orderMail({
  on: ['order.refund-requested'],
  to: 'buyer',
  find: (order, { refundId }) => order.refunds.find(({ id }) => id === refundId),
  write: (order, refund) =>
    isOfLatePayment(order, refund)
      ? {
          subject: `Your order ${order.number}: your payment arrived too late`,
          opening: 'Your payment arrived after the order was cancelled. We are refunding it.',
          heading: `Order ${order.number}`,
          rows: [{ label: 'Refund', value: moneyText(refund.amount) }],
          paragraphs: ['We will email you when the refund has been sent. You are welcome to order again.'],
        }
      : undefined,
});
