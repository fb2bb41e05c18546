import { moneyText } from '../lay-out-mail.js';
import { isOfLatePayment } from '../late-payments.js';
import { orderMail } from '../mail-definition.js';

/** Informs a buyer that a refund was sent. */
export const refundSent = orderMail({
  on: ['order.refunded'],
  to: 'buyer',
  find: (order, { refundId }) => order.refunds.find(({ id }) => id === refundId),
  write: (order, refund) => ({
    subject: `Your order ${order.number}: refund sent`,
    opening: isOfLatePayment(order, refund)
      ? 'Your payment arrived after the order was cancelled. We have refunded it.'
      : 'We have sent a refund to the payment method that you used.',
    heading: `Order ${order.number}`,
    rows: [{ label: 'Refund', value: moneyText(refund.amount) }],
    paragraphs: ['Depending on your bank, it can take a few days until you see it.'],
  }),
});
