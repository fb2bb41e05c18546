import { unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Informs a buyer that a parcel was delivered. */
export const parcelDelivered = orderMail({
  on: ['order.parcel-delivered'],
  to: 'buyer',
  find: (order, { shipmentId }) => order.shipments.find(({ id }) => id === shipmentId),
  write: (order, { lines }) => ({
    subject: `Your order ${order.number}: a parcel has arrived`,
    opening: 'A parcel with items from your order has been delivered.',
    heading: `Order ${order.number}`,
    rows: lines.map((line) => unitsRow(order, line)),
    paragraphs: ['Is something missing or wrong? Please contact us.'],
  }),
});
