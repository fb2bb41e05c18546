import { writeMoney, type Invoice, type InvoiceLine, type InvoiceRefund } from '@cartwright/application';
import type { Address, Instant, Money, Rate } from '@cartwright/domain';
import { plainLine } from './wrap-text.js';

export type Sum = { readonly label: string; readonly amount: string; readonly isStrong?: boolean };

/** Everything that stands on an invoice, as it is written there. */
export type InvoiceWords = {
  readonly title: string;
  readonly status: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly seller: { readonly name: string; readonly address: readonly string[] };
  readonly parties: readonly { readonly label: string; readonly lines: readonly string[] }[];
  readonly rows: readonly InvoiceRow[];
  readonly sums: readonly Sum[];
  readonly notes: readonly string[];
  readonly settlements: readonly Sum[];
};

/** One line of the table; an empty cell says nothing. */
export type InvoiceRow = {
  readonly name: string;
  readonly sku: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discount: string;
  readonly tax: string;
  readonly taxRate: string;
  readonly total: string;
};

/**
 * Writes an invoice in English; days are those of `timeZone`.
 *
 * @example invoiceWords(invoice, 'Europe/Berlin').sums.at(-1) // { label: 'Total', amount: '$24.00', isStrong: true }
 */
export function invoiceWords(invoice: Invoice, timeZone: string): InvoiceWords {
  const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone });
  const day = (at: Instant): string => dates.format(Date.parse(at));
  const { seller, taxes, taxIncluded } = invoice;
  return {
    title: `Invoice ${plainLine(invoice.number)}`,
    status:
      invoice.cancelledAt === undefined
        ? statusWords[invoice.paymentStatus]
        : `Cancelled, ${statusWords[invoice.paymentStatus].toLowerCase()}`,
    facts: [
      ['Invoice number', plainLine(invoice.number)],
      ['Invoice date', day(invoice.issuedAt)],
      ['Order date', day(invoice.orderedAt)],
      ...(invoice.cancelledAt === undefined ? [] : [['Cancelled on', day(invoice.cancelledAt)] as const]),
    ],
    seller: { name: plainLine(seller.name), address: printable(seller.address) },
    parties: partiesOf(invoice),
    rows: invoice.lines.map(rowOf),
    sums: sumsOf(invoice),
    notes: [
      taxes.length === 0
        ? 'No tax is charged.'
        : taxIncluded
          ? 'Prices include tax.'
          : 'Prices are without tax, which is added to them.',
    ],
    settlements: settlementsOf(invoice, day),
  };
}

const statusWords = {
  paid: 'Paid',
  partially_refunded: 'Partially refunded',
  refunded: 'Refunded',
} satisfies Record<Invoice['paymentStatus'], string>;

const english = 'en';
const moneyText = (money: Money): string => writeMoney(money, english);
const less = ({ amount, currency }: Money): string => moneyText({ amount: -amount, currency });
const unlessZero = (money: Money, write: (money: Money) => string): string => (money.amount === 0 ? '' : write(money));

/** A rate in millionths as a percentage, exactly: 88750 is `8.875 %`. */
export function rateText(rate: Rate): string {
  const decimals = String(rate % 10_000)
    .padStart(4, '0')
    .replace(/0+$/u, '');
  return `${Math.trunc(rate / 10_000)}${decimals === '' ? '' : `.${decimals}`}\u00a0%`;
}

const printable = (lines: readonly string[]): readonly string[] => lines.map(plainLine).filter((line) => line !== '');

function partiesOf({ billTo, shipTo, email }: Invoice): InvoiceWords['parties'] {
  return [
    { label: 'Bill to', lines: [...(billTo === undefined ? [] : addressLines(billTo)), plainLine(email)] },
    ...(shipTo === undefined ? [] : [{ label: 'Ship to', lines: addressLines(shipTo) }]),
  ];
}

const countries = new Intl.DisplayNames([english], { type: 'region' });

const addressLines = ({
  fullName,
  company = '',
  line1,
  line2 = '',
  city = '',
  region = '',
  postalCode = '',
  country,
}: Address): readonly string[] =>
  printable([fullName, company, line1, line2, `${city} ${postalCode}`, region, countryName(country)]);

function countryName(code: string): string {
  try {
    return countries.of(code) ?? code;
  } catch {
    return code;
  }
}

const rowOf = ({ name, sku, quantity, unitPrice, discount, tax, taxRate, total }: InvoiceLine): InvoiceRow => ({
  name: plainLine(name),
  sku: plainLine(sku),
  quantity: String(quantity),
  unitPrice: moneyText(unitPrice),
  discount: unlessZero(discount, less),
  tax: taxRate === undefined ? '' : moneyText(tax),
  taxRate: taxRate === undefined ? '' : rateText(taxRate),
  total: moneyText(total),
});

function sumsOf({ subtotal, discounts, shipping, taxes, taxIncluded, total }: Invoice): readonly Sum[] {
  const off = (list: Invoice['discounts']): readonly Sum[] =>
    list.map(({ name, amount }) => ({ label: plainLine(name), amount: less(amount) }));
  const taxSums = taxes.map(({ rate, net, tax }) => ({
    label: `${taxIncluded ? 'including ' : ''}${rateText(rate)} tax on ${moneyText(net)}`,
    amount: moneyText(tax),
  }));
  return [
    { label: 'Subtotal', amount: moneyText(subtotal) },
    ...off(discounts),
    ...(shipping === undefined
      ? []
      : [
          { label: `Shipping (${plainLine(shipping.method)})`, amount: moneyText(shipping.charge) },
          ...off(shipping.discounts),
        ]),
    ...(taxIncluded ? [] : taxSums),
    { label: 'Total', amount: moneyText(total), isStrong: true },
    ...(taxIncluded ? taxSums : []),
  ];
}

const refundWords = {
  confirmed: 'Refunded on',
  pending: 'Refund on its way since',
  disputed: 'Taken back by the bank on',
} satisfies Record<InvoiceRefund['status'], string>;

/** What was paid and what went back; what is left of it once something has. */
function settlementsOf({ payments, refunds, currency }: Invoice, day: (at: Instant) => string): readonly Sum[] {
  const sumOf = (list: readonly { readonly amount: Money }[]): number =>
    list.reduce((all, { amount }) => all + amount.amount, 0);
  const left = { amount: sumOf(payments) - sumOf(refunds), currency };
  return [
    ...payments.map(({ at, provider, reference, amount }) => ({
      label: `Paid on ${day(at)} (${plainLine(provider)}, ${plainLine(reference)})`,
      amount: moneyText(amount),
    })),
    ...refunds.map(({ at, status, amount }) => ({ label: `${refundWords[status]} ${day(at)}`, amount: less(amount) })),
    ...(refunds.length === 0 ? [] : [{ label: 'Paid less refunds', amount: moneyText(left), isStrong: true }]),
  ];
}
