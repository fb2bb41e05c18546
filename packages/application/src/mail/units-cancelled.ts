import type { Order, UnitCancellation } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';
import { inWords, layOutMail, unitsRow } from './lay-out-mail.js';

/** The mail that tells a buyer that a part of their order will not be sent. */
export const unitsCancelled = (id: string, order: Order, { lines, amount, reason }: UnitCancellation): Mail =>
  layOutMail({
    id,
    to: order.email,
    subject: `Your order ${order.number}: a part of it is cancelled`,
    opening: 'We are sorry: a part of your order cannot be sent.',
    heading: `Order ${order.number}`,
    rows: [
      ...lines.map((line) => ({ ...unitsRow(order, line), value: inWords(line.amount) })),
      ...(reason === undefined ? [] : [{ label: 'Reason', value: reason }]),
    ],
    paragraphs:
      amount.amount === 0
        ? []
        : [`We send back the ${inWords(amount)} that you have paid for it, and write again when that is done.`],
  });
