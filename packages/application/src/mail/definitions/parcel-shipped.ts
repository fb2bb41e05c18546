import { unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Informs a buyer what is in a parcel that was shipped, and who delivers it. */
export const parcelShipped = orderMail({
  on: ['order.parcel-shipped'],
  to: 'buyer',
  find: (order, { shipmentId }) => order.shipments.find(({ id }) => id === shipmentId),
  write: (order, { lines, carrier, trackingNumber }) => ({
    subject: `Your order ${order.number}: a parcel is on its way`,
    opening: 'A parcel with items from your order is on its way.',
    heading: `Order ${order.number}`,
    rows: [
      ...lines.map((line) => unitsRow(order, line)),
      ...(carrier === undefined ? [] : [{ label: 'Carrier', value: carrier }]),
      ...(trackingNumber === undefined ? [] : [{ label: 'Tracking number', value: trackingNumber }]),
    ],
    paragraphs: order.status === 'partially_shipped' ? ['The rest of your order will follow.'] : [],
  }),
});
