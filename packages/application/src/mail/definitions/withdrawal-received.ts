import { moneyText, unitsRow } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** The receipt of a withdrawal on a durable medium, with its content and the time (Directive 2011/83/EU, Art. 11a). */
export const withdrawalReceived = orderMail({
  on: ['order.withdrawn'],
  to: 'buyer',
  find: (order, { withdrawalId }) => order.withdrawals?.find(({ id }) => id === withdrawalId),
  write: (order, { id, lines, refund, at }) => ({
    subject: `Your order ${order.number}: we received your withdrawal`,
    opening: `We received your withdrawal on ${writeTime(at)}.`,
    heading: `Order ${order.number}`,
    rows: [...lines.map((line) => unitsRow(order, line)), { label: 'Refund', value: moneyText(refund) }],
    paragraphs: order.unitCancellations.some((cancelled) => isSame(cancelled.id, id))
      ? ['Items that were not sent are cancelled. If you have received some of them, please send those back.']
      : ['Please send back what you have received. We refund it once it has arrived.'],
  }),
});

/** What is cancelled by a withdrawal has its id. */
const isSame = (left: string, right: string): boolean => left === right;

const writeTime = (at: string): string => {
  const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at));
  return `${date} at ${at.slice(11, 19)} UTC`;
};
