import { moneyText, unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Informs a buyer that a part of their order will not be sent. */
export const unitsCancelled = orderMail({
  on: ['order.units-cancelled'],
  to: 'buyer',
  find: (order, { at }) =>
    order.unitCancellations.find((cancellation) => cancellation.at === at) ??
    (order.cancellation?.at === at ? 'the whole order' : undefined),
  write: (order, cancellation) => {
    // With its last unit the order was cancelled as a whole, which has a mail of its own.
    if (cancellation === 'the whole order' || order.cancellation?.at === cancellation.at) return undefined;
    const { lines, amount, reason } = cancellation;
    return {
      subject: `Your order ${order.number}: some items are cancelled`,
      opening: 'We are sorry: we cannot send some items of your order.',
      heading: `Order ${order.number}`,
      rows: [
        ...lines.map((line) => ({ ...unitsRow(order, line), value: moneyText(line.amount) })),
        ...(reason === undefined ? [] : [{ label: 'Reason', value: reason }]),
      ],
      paragraphs:
        amount.amount === 0
          ? []
          : [`We will refund the ${moneyText(amount)} that you paid for them, and email you when it is done.`],
    };
  },
});
