import { unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Informs a buyer that a part of their order will not be sent. */
export const unitsCancelled = orderMail({
  on: ['order.units-cancelled'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number}: some items are cancelled',
      opening: 'We are sorry: we cannot send some items of your order.',
      reason: 'Reason',
      refund: 'We will refund the {amount} that you paid for them, and email you when it is done.',
    },
    de: {
      subject: 'Ihre Bestellung {number}: einige Artikel sind storniert',
      opening: 'Es tut uns leid: einige Artikel Ihrer Bestellung können wir nicht liefern.',
      reason: 'Grund',
      refund: 'Wir erstatten die {amount}, die Sie dafür bezahlt haben, und schreiben Ihnen, sobald das geschehen ist.',
    },
  },
  find: (order, { at }) =>
    order.unitCancellations.find((cancellation) => cancellation.at === at) ??
    (order.cancellation?.at === at ? 'the whole order' : undefined),
  write: (order, cancellation, _event, { say, shared, money }) => {
    // With its last unit the order was cancelled as a whole, which has a mail of its own.
    if (cancellation === 'the whole order' || order.cancellation?.at === cancellation.at) return undefined;
    const { lines, amount, reason } = cancellation;
    return {
      subject: say('subject', { number: order.number }),
      opening: say('opening'),
      heading: shared('order', { number: order.number }),
      rows: [
        ...lines.map((line) => ({ ...unitsRow(order, line), value: money(line.amount) })),
        ...(reason === undefined ? [] : [{ label: say('reason'), value: reason }]),
      ],
      paragraphs: amount.amount === 0 ? [] : [say('refund', { amount: money(amount) })],
    };
  },
});
