import {
  countryName,
  writeMoney,
  type CreditNote,
  type Invoice,
  type PackingSlip,
  type InvoiceLine,
  type Seller,
} from '@cartwright/application';
import type { Address, Instant, Money, Rate, TaxReport } from '@cartwright/domain';
import { plainLine } from './wrap-text.js';

export type Sum = { readonly label: string; readonly amount: string; readonly isStrong?: boolean };

/** All texts of a document. */
export type DocumentWords = {
  readonly kind: string;
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
 * Writes a document in English.
 *
 * @example documentWords(invoice).sums.at(-1) // { label: 'Total', amount: '$24.00', isStrong: true }
 */
export function documentWords(document: Invoice | CreditNote | PackingSlip): DocumentWords {
  switch (document.type) {
    case 'invoice':
      return invoiceWords(document);
    case 'credit-note':
      return creditNoteWords(document);
    case 'packing-slip':
      return packingSlipWords(document);
  }
}

function packingSlipWords(slip: PackingSlip): DocumentWords {
  const number = plainLine(slip.orderNumber);
  const noPrices = { unitPrice: '', discount: '', tax: '', taxRate: '', total: '' };
  return {
    kind: 'Packing slip',
    title: `Packing slip of order ${number}`,
    status: 'To be sent',
    facts: [
      ['Order number', number],
      ['Order date', dayIn(slip.timeZone)(slip.orderedAt)],
      ...(slip.method === undefined ? [] : [['Shipping', plainLine(slip.method)] as const]),
    ],
    seller: { name: plainLine(slip.seller.name), address: printable(slip.seller.address) },
    parties: [{ label: 'Ship to', lines: addressLines(slip.shipTo) }],
    rows: slip.lines.map(({ name, sku, quantity }) => ({
      name: plainLine(name),
      sku: plainLine(sku),
      quantity: String(quantity),
      ...noPrices,
    })),
    sums: [],
    notes: [],
    settlements: [],
  };
}

function invoiceWords(invoice: Invoice): DocumentWords {
  const day = dayIn(invoice.timeZone);
  const { taxes, taxIncluded } = invoice;
  return {
    kind: 'Invoice',
    title: `Invoice ${plainLine(invoice.number)}`,
    status: 'Paid',
    facts: [
      ['Invoice number', plainLine(invoice.number)],
      ['Invoice date', day(invoice.issuedAt)],
      ['Order number', plainLine(invoice.orderNumber)],
      ['Order date', day(invoice.orderedAt)],
      ['Paid on', day(invoice.paidAt)],
    ],
    seller: sellerWords(invoice),
    parties: [
      billTo(invoice),
      ...(invoice.shipTo === undefined ? [] : [{ label: 'Ship to', lines: addressLines(invoice.shipTo) }]),
    ],
    rows: invoice.lines.map(rowOf),
    sums: sumsOf(invoice),
    notes: [
      taxes.length === 0
        ? 'No tax is charged.'
        : taxIncluded
          ? 'Prices include tax.'
          : 'Prices are without tax, which is added to them.',
    ],
    settlements: invoice.payments.map(({ at, provider, reference, amount }) => ({
      label: `Paid on ${day(at)} (${plainLine(provider)}, ${plainLine(reference)})`,
      amount: moneyText(amount),
    })),
  };
}

function creditNoteWords(note: CreditNote): DocumentWords {
  const day = dayIn(note.timeZone);
  const { taxes, amount } = note;
  return {
    kind: 'Credit note',
    title: `Credit note ${plainLine(note.number)}`,
    status: amount.amount < 0 ? 'Takes back a credit' : 'Refunded',
    facts: [
      ['Credit note number', plainLine(note.number)],
      ['Credit note date', day(note.issuedAt)],
      ['For invoice', plainLine(note.invoice.number)],
      ['Invoice date', day(note.invoice.issuedAt)],
      ['Order number', plainLine(note.orderNumber)],
    ],
    seller: sellerWords(note),
    parties: [billTo(note)],
    rows: [],
    sums: [
      ...taxes.map((each) => ({ label: `including ${taxLabel(each)}`, amount: moneyText(each.tax) })),
      { label: 'Credited', amount: moneyText(amount), isStrong: true },
    ],
    notes: [
      amount.amount < 0
        ? `A refund of invoice ${plainLine(note.invoice.number)} did not arrive. What was credited for it is owed again.`
        : `This amount of invoice ${plainLine(note.invoice.number)} is credited.`,
    ],
    settlements: [],
  };
}

const dayIn = (timeZone: string): ((at: Instant) => string) => {
  const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone });
  return (at) => dates.format(Date.parse(at));
};

const english = 'en';
const moneyText = (money: Money): string => writeMoney(money, english);
const less = ({ amount, currency }: Money): string => moneyText({ amount: -amount, currency });
const unlessZero = (money: Money, write: (money: Money) => string): string => (money.amount === 0 ? '' : write(money));

/** A rate in millionths as a percentage, exactly: 88750 is `8.875 %`. */
function rateText(rate: Rate): string {
  const decimals = String(rate % 10_000)
    .padStart(4, '0')
    .replace(/0+$/u, '');
  return `${Math.trunc(rate / 10_000)}${decimals === '' ? '' : `.${decimals}`}\u00a0%`;
}

const printable = (lines: readonly string[]): readonly string[] => lines.map(plainLine).filter((line) => line !== '');

const vatLine = (vatNumber?: string): readonly string[] =>
  vatNumber === undefined ? [] : [`VAT number ${plainLine(vatNumber)}`];

/** Unless the address ends with it. */
function countryLine({ address, country }: Seller): readonly string[] {
  if (country === undefined) return [];
  const name = countryName(country, english);
  return address.at(-1)?.trim().toLowerCase() === name.toLowerCase() ? [] : [name];
}

const sellerWords = ({ seller }: Invoice | CreditNote): DocumentWords['seller'] => ({
  name: plainLine(seller.name),
  address: [...printable(seller.address), ...countryLine(seller), ...vatLine(seller.vatNumber)],
});

const billTo = ({ billTo: address, email, vatNumber }: Invoice | CreditNote): DocumentWords['parties'][number] => ({
  label: 'Bill to',
  lines: [...(address === undefined ? [] : addressLines(address)), plainLine(email), ...vatLine(vatNumber)],
});

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
  printable([fullName, company, line1, line2, `${city} ${postalCode}`, region, countryName(country, english)]);

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

const taxLabel = ({ rate, net }: TaxReport): string => `${rateText(rate)} tax on ${moneyText(net)}`;

function sumsOf({ subtotal, discounts, shipping, taxes, taxIncluded, total }: Invoice): readonly Sum[] {
  const off = (list: Invoice['discounts']): readonly Sum[] =>
    list.map(({ name, amount }) => ({ label: plainLine(name), amount: less(amount) }));
  const taxSums = taxes.map((each) => ({
    label: `${taxIncluded ? 'including ' : ''}${taxLabel(each)}`,
    amount: moneyText(each.tax),
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
