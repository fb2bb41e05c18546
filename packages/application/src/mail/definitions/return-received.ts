import { unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Informs a buyer that their return has arrived, and what they get back for it. */
export const returnReceived = orderMail({
  on: ['order.units-returned'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number}: your return has arrived',
      opening: 'Your return has arrived.',
      refund: 'We will refund the {amount} that you paid for it, and email you when it is done.',
    },
    de: {
      subject: 'Ihre Bestellung {number}: Ihre Rücksendung ist angekommen',
      opening: 'Ihre Rücksendung ist angekommen.',
      refund: 'Wir erstatten die {amount}, die Sie dafür bezahlt haben, und schreiben Ihnen, sobald das geschehen ist.',
    },
  },
  find: (order, { returnId }) => order.returns.find(({ id }) => id === returnId),
  write: (order, { lines, amount }, _event, { say, shared, money }) => ({
    subject: say('subject', { number: order.number }),
    opening: say('opening'),
    heading: shared('order', { number: order.number }),
    rows: lines.map((line) => ({ ...unitsRow(order, line), value: money(line.amount) })),
    paragraphs: amount.amount === 0 ? [] : [say('refund', { amount: money(amount) })],
  }),
});
