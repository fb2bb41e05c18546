import type { CreditNote, Invoice, InvoicePrinter, PackingSlip } from '@cartwright/application';
import { writeMoney } from '@cartwright/application';
import type { Address, Money } from '@cartwright/domain';
import { okAsync } from 'neverthrow';

/**
 * Writes documents as plain text, in one page and in the form of `pdfPages`: for tests of use cases that print.
 */
export const makeInMemoryInvoicePrinter = (): InvoicePrinter => ({
  print: (document) => okAsync(new TextEncoder().encode(linesOf(document).join('\n'))),
});

function linesOf(document: Invoice | CreditNote | PackingSlip): readonly string[] {
  switch (document.type) {
    case 'invoice':
      return invoiceLines(document);
    case 'credit-note':
      return creditNoteLines(document);
    case 'packing-slip':
      return [
        `Packing slip of order ${document.orderNumber}`,
        document.shipTo.fullName,
        ...document.lines.map(({ name, sku, quantity }) => [name, sku, quantity].join('  ')),
      ];
  }
}

const text = (money: Money): string => writeMoney(money, 'en').replaceAll('\u00a0', ' ');
const less = ({ amount, currency }: Money): string => text({ amount: -amount, currency });

const partiesOf = ({ seller, vatNumber }: Invoice | CreditNote, addresses: readonly (Address | undefined)[]) => [
  seller.name,
  ...seller.address,
  ...(seller.vatNumber === undefined ? [] : [`VAT number ${seller.vatNumber}`]),
  ...addresses.flatMap((address) => (address === undefined ? [] : [address.fullName, address.line1])),
  ...(vatNumber === undefined ? [] : [`VAT number ${vatNumber}`]),
];

const invoiceLines = (invoice: Invoice): readonly string[] => [
  `Invoice ${invoice.number}`,
  `Order ${invoice.orderNumber}`,
  ...partiesOf(invoice, [invoice.billTo, invoice.shipTo]),
  ...invoice.lines.map(({ name, sku, quantity, unitPrice, discount, tax, total }) =>
    [name, sku, quantity, text(unitPrice), less(discount), text(tax), text(total)].join('  '),
  ),
  `Subtotal  ${text(invoice.subtotal)}`,
  ...[...invoice.discounts, ...(invoice.shipping?.discounts ?? [])].map(
    ({ name, amount }) => `${name}  ${less(amount)}`,
  ),
  ...(invoice.shipping === undefined
    ? []
    : [`Shipping (${invoice.shipping.method})  ${text(invoice.shipping.charge)}`]),
  ...invoice.taxes.map(({ net, tax }) => `tax on ${text(net)}  ${text(tax)}`),
  `Total  ${text(invoice.total)}`,
  ...invoice.payments.map(({ reference, amount }) => `Paid, ${reference}  ${text(amount)}`),
];

const creditNoteLines = (note: CreditNote): readonly string[] => [
  `Credit note ${note.number}`,
  `Order ${note.orderNumber}`,
  `For invoice ${note.invoice.number}`,
  ...partiesOf(note, [note.billTo]),
  ...note.taxes.map(({ net, tax }) => `tax on ${text(net)}  ${text(tax)}`),
  `Credited  ${text(note.amount)}`,
];
