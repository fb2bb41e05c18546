import type { Order, Shipment } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';
import { layOutMail, unitsRow } from './lay-out-mail.js';

/** The mail that tells a buyer what is in a parcel that has left, and who brings it. */
export const parcelShipped = (id: string, order: Order, { lines, carrier, trackingNumber }: Shipment): Mail =>
  layOutMail({
    id,
    to: order.email,
    subject: `Your order ${order.number}: a parcel is on its way`,
    opening: 'A parcel of your order is on its way.',
    heading: `Order ${order.number}`,
    rows: [
      ...lines.map((line) => unitsRow(order, line)),
      ...(carrier === undefined ? [] : [{ label: 'Carrier', value: carrier }]),
      ...(trackingNumber === undefined ? [] : [{ label: 'Tracking number', value: trackingNumber }]),
    ],
    paragraphs: order.status === 'partially_shipped' ? ['The rest of your order follows.'] : [],
  });
