import type { Order, UnitReturn } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';
import { inWords, layOutMail, unitsRow } from './lay-out-mail.js';

/** The mail that tells a buyer that what they sent back has arrived, and what they get for it. */
export const returnReceived = (id: string, order: Order, { lines, amount }: UnitReturn): Mail =>
  layOutMail({
    id,
    to: order.email,
    subject: `Your order ${order.number}: your return has arrived`,
    opening: 'What you have sent back has arrived.',
    heading: `Order ${order.number}`,
    rows: lines.map((line) => ({ ...unitsRow(order, line), value: inWords(line.amount) })),
    paragraphs:
      amount.amount === 0
        ? []
        : [`We send back the ${inWords(amount)} that you have paid for it, and write again when that is done.`],
  });
