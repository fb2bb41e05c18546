import type { Order, Shipment } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';
import { layOutMail, unitsRow } from './lay-out-mail.js';

/** The mail that tells a buyer that a parcel has arrived. */
export const parcelDelivered = (id: string, order: Order, { lines }: Shipment): Mail =>
  layOutMail({
    id,
    to: order.email,
    subject: `Your order ${order.number}: a parcel has arrived`,
    opening: 'A parcel of your order has been delivered.',
    heading: `Order ${order.number}`,
    rows: lines.map((line) => unitsRow(order, line)),
    paragraphs: ['Is something missing or wrong? Then please tell us.'],
  });
