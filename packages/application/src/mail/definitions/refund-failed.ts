import { isPayerUnmailed } from '../../privacy/erased-order.js';
import { moneyText } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Informs staff that a refund failed: it is not retried, so somebody has to act. */
export const refundFailed = orderMail({
  on: ['order.refund-failed'],
  to: { staffWith: 'orders.refund' },
  find: (order, { refundId }) => order.refunds.find(({ id }) => id === refundId),
  write: (order, { id, amount, provider, paymentReference, failure }) => ({
    subject: `Order ${order.number}: refund failed`,
    opening: 'A refund failed. The shop still owes the money.',
    heading: `Order ${order.number}`,
    rows: [
      { label: 'Amount', value: moneyText(amount) },
      { label: 'Buyer', value: order.email },
      ...(isPayerUnmailed(order, provider) ? [] : [{ label: 'Payment', value: paymentReference }]),
      { label: 'Refund', value: id },
      ...(failure === undefined || isPayerUnmailed(order, provider) ? [] : [{ label: 'Reason', value: failure }]),
    ],
    paragraphs: [
      order.disputes.some(
        (dispute) =>
          dispute.status === 'open' && dispute.provider === provider && dispute.paymentReference === paymentReference,
      )
        ? 'The payment is disputed. The refund is requested again automatically if the shop wins the dispute.'
        : 'The refund is not retried automatically. Check the reason at the payment provider. Then refund the order again, or pay the buyer in another way.',
    ],
  }),
});
