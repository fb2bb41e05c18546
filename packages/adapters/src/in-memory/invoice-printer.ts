import type { Invoice, InvoicePrinter } from '@cartwright/application';
import { writeMoney } from '@cartwright/application';
import type { Money } from '@cartwright/domain';
import { okAsync } from 'neverthrow';

/**
 * Writes invoices as plain text, in one page and in the form of `pdfPages`: for tests of those who have one printed.
 */
export const makeInMemoryInvoicePrinter = (): InvoicePrinter => ({
  print: (invoice) => okAsync(new TextEncoder().encode(linesOf(invoice).join('\n'))),
});

const text = (money: Money): string => writeMoney(money, 'en').replaceAll('\u00a0', ' ');
const less = ({ amount, currency }: Money): string => text({ amount: -amount, currency });

const linesOf = ({
  number,
  seller,
  billTo,
  shipTo,
  lines,
  discounts,
  shipping,
  taxes,
  payments,
  refunds,
  ...sums
}: Invoice): readonly string[] => [
  `Invoice ${number}`,
  seller.name,
  ...seller.address,
  ...[billTo, shipTo].flatMap((address) => (address === undefined ? [] : [address.fullName, address.line1])),
  ...lines.map(({ name, sku, quantity, unitPrice, discount, tax, total }) =>
    [name, sku, quantity, text(unitPrice), less(discount), text(tax), text(total)].join('  '),
  ),
  `Subtotal  ${text(sums.subtotal)}`,
  ...[...discounts, ...(shipping?.discounts ?? [])].map(({ name, amount }) => `${name}  ${less(amount)}`),
  ...(shipping === undefined ? [] : [`Shipping (${shipping.method})  ${text(shipping.charge)}`]),
  ...taxes.map(({ net, tax }) => `tax on ${text(net)}  ${text(tax)}`),
  `Total  ${text(sums.total)}`,
  ...payments.map(({ reference, amount }) => `Paid, ${reference}  ${text(amount)}`),
  ...refunds.map(({ status, amount }) => `Refund, ${status}  ${less(amount)}`),
];
