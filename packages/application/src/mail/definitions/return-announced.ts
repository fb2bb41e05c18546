import { unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Confirms to a buyer that the shop expects their return. */
export const returnAnnounced = orderMail({
  on: ['order.return-requested'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number}: we are expecting your return',
      opening: 'We have registered your return.',
      reason: 'Reason',
      advice: 'We will email you when it has arrived.',
    },
    de: {
      subject: 'Ihre Bestellung {number}: wir erwarten Ihre Rücksendung',
      opening: 'Wir haben Ihre Rücksendung vermerkt.',
      reason: 'Grund',
      advice: 'Wir schreiben Ihnen, sobald sie angekommen ist.',
    },
  },
  find: (order, { returnId }, { repositories }) =>
    repositories.returns.find(returnId).map((request) => (request?.orderId === order.id ? request : undefined)),
  write: (order, { lines, reason }, _event, { say, shared }) => ({
    subject: say('subject', { number: order.number }),
    opening: say('opening'),
    heading: shared('order', { number: order.number }),
    rows: [...lines.map((line) => unitsRow(order, line)), { label: say('reason'), value: reason }],
    paragraphs: [say('advice')],
  }),
});
