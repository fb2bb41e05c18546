import { isOfLatePayment } from '../late-payments.js';
import { orderMail } from '../mail-definition.js';

/** Informs a buyer that a refund was sent. */
export const refundSent = orderMail({
  on: ['order.refunded'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number}: refund sent',
      opening: 'We have sent a refund to the payment method that you used.',
      openingLate: 'Your payment arrived after the order was cancelled. We have refunded it.',
      refund: 'Refund',
      advice: 'Depending on your bank, it can take a few days until you see it.',
    },
    de: {
      subject: 'Ihre Bestellung {number}: Erstattung veranlasst',
      opening: 'Wir haben eine Erstattung an die Zahlungsart gesendet, mit der Sie bezahlt haben.',
      openingLate: 'Ihre Zahlung kam an, nachdem die Bestellung storniert war. Wir haben sie erstattet.',
      refund: 'Erstattung',
      advice: 'Je nach Bank kann es einige Tage dauern, bis Sie sie sehen.',
    },
  },
  find: (order, { refundId }) => order.refunds.find(({ id }) => id === refundId),
  write: (order, refund, _event, { say, shared, money }) => ({
    subject: say('subject', { number: order.number }),
    opening: say(isOfLatePayment(order, refund) ? 'openingLate' : 'opening'),
    heading: shared('order', { number: order.number }),
    rows: [{ label: say('refund'), value: money(refund.amount) }],
    paragraphs: [say('advice')],
  }),
});
