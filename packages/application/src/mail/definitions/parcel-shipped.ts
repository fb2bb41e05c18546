import { unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';
import { addressSection } from '../order-summary.js';

/** Informs a buyer what is in a parcel that was shipped, who delivers it, and where. */
export const parcelShipped = orderMail({
  on: ['order.parcel-shipped'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number}: a parcel is on its way',
      opening: 'A parcel with items from your order is on its way.',
      carrier: 'Carrier',
      trackingNumber: 'Tracking number',
      rest: 'The rest of your order will follow.',
    },
    de: {
      subject: 'Ihre Bestellung {number}: ein Paket ist unterwegs',
      opening: 'Ein Paket mit Artikeln Ihrer Bestellung ist unterwegs.',
      carrier: 'Versand durch',
      trackingNumber: 'Sendungsnr.',
      rest: 'Der Rest Ihrer Bestellung folgt.',
    },
  },
  find: (order, { shipmentId }) => order.shipments.find(({ id }) => id === shipmentId),
  write: (order, { lines, carrier, trackingNumber }, _event, { say, shared, country }) => ({
    subject: say('subject', { number: order.number }),
    opening: say('opening'),
    heading: shared('order', { number: order.number }),
    rows: [
      ...lines.map((line) => unitsRow(order, line)),
      ...(carrier === undefined ? [] : [{ label: say('carrier'), value: carrier }]),
      ...(trackingNumber === undefined ? [] : [{ label: say('trackingNumber'), value: trackingNumber }]),
    ],
    sections: addressSection(shared('shippingAddress'), order.shippingAddress, country),
    paragraphs: order.status === 'partially_shipped' ? [say('rest')] : [],
  }),
});
