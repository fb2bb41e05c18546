import type { Order } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';
import type { ReturnRequest } from '../ports/repositories/return-records.js';
import { layOutMail, unitsRow } from './lay-out-mail.js';

/** The mail that tells a buyer that the shop knows what they send back. */
export const returnAnnounced = (id: string, order: Order, { lines, reason }: ReturnRequest): Mail =>
  layOutMail({
    id,
    to: order.email,
    subject: `Your order ${order.number}: we expect your return`,
    opening: 'We have noted what you want to send back.',
    heading: `Order ${order.number}`,
    rows: [...lines.map((line) => unitsRow(order, line)), { label: 'Reason', value: reason }],
    paragraphs: ['We write again when it has arrived.'],
  });
