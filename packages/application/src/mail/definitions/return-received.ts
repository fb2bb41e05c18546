import { moneyText, unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Informs a buyer that their return has arrived, and what they get back for it. */
export const returnReceived = orderMail({
  on: ['order.units-returned'],
  to: 'buyer',
  find: (order, { returnId }) => order.returns.find(({ id }) => id === returnId),
  write: (order, { lines, amount }) => ({
    subject: `Your order ${order.number}: your return has arrived`,
    opening: 'Your return has arrived.',
    heading: `Order ${order.number}`,
    rows: lines.map((line) => ({ ...unitsRow(order, line), value: moneyText(line.amount) })),
    paragraphs:
      amount.amount === 0
        ? []
        : [`We will refund the ${moneyText(amount)} that you paid for it, and email you when it is done.`],
  }),
});
