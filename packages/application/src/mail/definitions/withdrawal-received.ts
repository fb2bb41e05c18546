import { unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** The receipt of a withdrawal on a durable medium, with its content and the time (Directive 2011/83/EU, Art. 11a). */
export const withdrawalReceived = orderMail({
  on: ['order.withdrawn'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number}: we received your withdrawal',
      opening: 'We received your withdrawal on {time}.',
      refund: 'Refund',
      notSent: 'Items that were not sent are cancelled. If you have received some of them, please send those back.',
      sent: 'Please send back what you have received. We refund it once it has arrived.',
    },
    de: {
      subject: 'Ihre Bestellung {number}: Ihr Widerruf ist eingegangen',
      opening: 'Ihr Widerruf ist am {time} eingegangen.',
      refund: 'Erstattung',
      notSent:
        'Nicht versandte Artikel sind storniert. Falls Sie einige davon erhalten haben, senden Sie diese bitte zurück.',
      sent: 'Bitte senden Sie zurück, was Sie erhalten haben. Wir erstatten es, sobald es angekommen ist.',
    },
  },
  find: (order, { withdrawalId }) => order.withdrawals?.find(({ id }) => id === withdrawalId),
  write: (order, { id, lines, refund, at }, _event, { say, shared, money, time }) => ({
    subject: say('subject', { number: order.number }),
    opening: say('opening', { time: time(at) }),
    heading: shared('order', { number: order.number }),
    rows: [...lines.map((line) => unitsRow(order, line)), { label: say('refund'), value: money(refund) }],
    paragraphs: [say(order.unitCancellations.some((cancelled) => isSame(cancelled.id, id)) ? 'notSent' : 'sent')],
  }),
});

/** What is cancelled by a withdrawal has its id. */
const isSame = (left: string, right: string): boolean => left === right;
