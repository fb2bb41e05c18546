import { unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Confirms to a buyer that the shop expects their return. */
export const returnAnnounced = orderMail({
  on: ['order.return-requested'],
  to: 'buyer',
  find: (order, { returnId }, { repositories }) =>
    repositories.returns.find(returnId).map((request) => (request?.orderId === order.id ? request : undefined)),
  write: (order, { lines, reason }) => ({
    subject: `Your order ${order.number}: we are expecting your return`,
    opening: 'We have registered your return.',
    heading: `Order ${order.number}`,
    rows: [...lines.map((line) => unitsRow(order, line)), { label: 'Reason', value: reason }],
    paragraphs: ['We will email you when it has arrived.'],
  }),
});
