import { unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Informs a buyer that a parcel was delivered. */
export const parcelDelivered = orderMail({
  on: ['order.parcel-delivered'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number}: a parcel has arrived',
      opening: 'A parcel with items from your order has been delivered.',
      advice: 'Is something missing or wrong? Please contact us.',
    },
    de: {
      subject: 'Ihre Bestellung {number}: ein Paket ist angekommen',
      opening: 'Ein Paket mit Artikeln Ihrer Bestellung wurde zugestellt.',
      advice: 'Fehlt etwas, oder stimmt etwas nicht? Bitte schreiben Sie uns.',
    },
  },
  find: (order, { shipmentId }) => order.shipments.find(({ id }) => id === shipmentId),
  write: (order, { lines }, _event, { say, shared }) => ({
    subject: say('subject', { number: order.number }),
    opening: say('opening'),
    heading: shared('order', { number: order.number }),
    rows: lines.map((line) => unitsRow(order, line)),
    paragraphs: [say('advice')],
  }),
});
