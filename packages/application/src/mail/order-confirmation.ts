import type { Order } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';
import { inWords, layOutMail, unitsRow } from './lay-out-mail.js';

/** The mail that tells a buyer what they ordered. `id` is that of its cause. */
export function orderConfirmation(id: string, order: Order): Mail {
  const { pricing, number } = order;
  const { discountTotal, shippingTotal, taxTotal } = pricing;
  return layOutMail({
    id,
    to: order.email,
    subject: `Your order ${number}`,
    opening: 'Thank you for your order.',
    heading: `Order ${number}`,
    rows: [
      ...pricing.lines.map((line) => ({ ...unitsRow(order, line), value: inWords(line.total) })),
      ...(discountTotal.amount === 0 ? [] : [{ label: 'You save', value: inWords(discountTotal) }]),
      ...(shippingTotal.amount === 0 ? [] : [{ label: 'Shipping', value: inWords(shippingTotal) }]),
      ...(taxTotal.amount === 0 ? [] : [{ label: 'Tax', value: inWords(taxTotal) }]),
      { label: 'Total', value: inWords(pricing.total) },
    ],
  });
}
