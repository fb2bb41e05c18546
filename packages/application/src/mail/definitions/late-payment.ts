import { isOfLatePayment } from '../late-payments.js';
import { orderMail } from '../mail-definition.js';

/**
 * Informs a buyer at once that their payment arrived after the order was cancelled: they paid and get nothing, and the
 * refund can take days. Buyers know about other refunds, so those have no mail before they are sent.
 */
export const latePayment = orderMail({
  on: ['order.refund-requested'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number}: your payment arrived too late',
      opening: 'Your payment arrived after the order was cancelled. We are refunding it.',
      refund: 'Refund',
      advice: 'We will email you when the refund has been sent. You are welcome to order again.',
    },
    de: {
      subject: 'Ihre Bestellung {number}: Ihre Zahlung kam zu spät',
      opening: 'Ihre Zahlung kam an, nachdem die Bestellung storniert war. Wir erstatten sie.',
      refund: 'Erstattung',
      advice: 'Wir schreiben Ihnen, sobald die Erstattung veranlasst ist. Sie können gern erneut bestellen.',
    },
  },
  find: (order, { refundId }) => order.refunds.find(({ id }) => id === refundId),
  write: (order, refund, _event, { say, shared, money }) =>
    isOfLatePayment(order, refund)
      ? {
          subject: say('subject', { number: order.number }),
          opening: say('opening'),
          heading: shared('order', { number: order.number }),
          rows: [{ label: say('refund'), value: money(refund.amount) }],
          paragraphs: [say('advice')],
        }
      : undefined,
});
