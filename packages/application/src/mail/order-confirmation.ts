import { formatMoney, type Order } from '@cartwright/domain';
import type { Mail } from '../ports/mailer.js';

/** The mail that tells a buyer what they ordered. `id` is that of its cause. */
export function orderConfirmation(id: string, order: Order): Mail {
  const { pricing, number } = order;
  const money = (amount: number) => formatMoney({ amount, currency: pricing.currency }, 'en');
  const rows = pricing.lines.map(({ variantId, quantity, total }) => ({
    label: `${quantity} × ${onOneLine(order.descriptions[variantId]?.name ?? variantId)}`,
    amount: money(total.amount),
  }));
  const sums = [
    ...(pricing.discountTotal.amount === 0 ? [] : [{ label: 'You save', amount: money(pricing.discountTotal.amount) }]),
    ...(pricing.shippingTotal.amount === 0 ? [] : [{ label: 'Shipping', amount: money(pricing.shippingTotal.amount) }]),
    ...(pricing.taxTotal.amount === 0 ? [] : [{ label: 'Tax', amount: money(pricing.taxTotal.amount) }]),
    { label: 'Total', amount: money(pricing.total.amount) },
  ];
  const lines = [...rows, ...sums];
  return {
    id,
    to: order.email,
    subject: `Your order ${number}`,
    text: [
      'Thank you for your order.',
      '',
      `Order ${number}`,
      ...lines.map(({ label, amount }) => `${label}: ${amount}`),
      '',
    ].join('\n'),
    html: [
      '<!doctype html><html lang="en"><body>',
      '<p>Thank you for your order.</p>',
      `<h1>Order ${escapeHtml(number)}</h1>`,
      '<table>',
      ...lines.map(
        ({ label, amount }) => `<tr><td>${escapeHtml(label)}</td><td align="right">${escapeHtml(amount)}</td></tr>`,
      ),
      '</table></body></html>',
    ].join('\n'),
  };
}

/** A name with line ends in it could pass for lines of the mail, such as another total. */
const onOneLine = (name: string): string => name.replaceAll(/\s+/gu, ' ');

/** Names come from imports and people: nothing of them may become markup. */
const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
