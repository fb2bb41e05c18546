import type { Money, Order, TaxReport } from '@cartwright/domain';
import type { DocumentKind, IssuedDocument } from '../ports/repositories/invoicing/issued-document-records.js';
import { moneyBackOf, type TaxBack } from '../reports/sales-facts.js';

/** A document to issue. `subject` as in `IssuedDocument`. */
export type DueDocument = {
  readonly kind: DocumentKind;
  readonly subject?: string;
  readonly amount: Money;
  readonly taxes: readonly TaxReport[];
};

/**
 * The documents that an order lacks: its invoice once it is paid, and a credit note for each refund that has arrived.
 * All credit notes of an order together always credit what reports count as refunded, to the cent: a note for a refund
 * that did not arrive in the end takes that back.
 */
export function documentsDue(order: Order, issued: readonly IssuedDocument[]): readonly DueDocument[] {
  if (order.paidAt === undefined) return [];
  const { total, taxes } = order.pricing;
  const hasInvoice = issued.some(({ kind }) => kind === 'invoice');
  return [
    ...(hasInvoice ? [] : [{ kind: 'invoice', amount: total, taxes } as const]),
    ...creditNotesDue(
      order,
      issued.filter(({ kind }) => kind === 'credit-note'),
    ),
  ];
}

function creditNotesDue(order: Order, notes: readonly IssuedDocument[]): readonly DueDocument[] {
  const { currency } = order.pricing;
  const money = (amount: number): Money => ({ amount, currency });
  const back = moneyBackOf(order);
  const changed = back.flatMap(({ id, amount, taxes }) => {
    const own = notes.filter(({ subject }) => subject === id);
    const credited = own.reduce((sum, note) => sum + note.amount.amount, 0);
    return amount === credited ? [] : [{ id, amount: amount - credited, taxes: less(taxes, taxesOf(own)) }];
  });
  // A refund that did not arrive moves a cent of tax between the others. The last note makes up for that.
  let left = less(sumByRate(back.flatMap(({ taxes }) => taxes)), taxesOf(notes));
  return changed.map(({ id, amount, taxes }, index) => {
    const credited = index === changed.length - 1 ? left : taxes;
    left = less(left, credited);
    return {
      kind: 'credit-note',
      subject: id,
      amount: money(amount),
      taxes: credited.map(({ rate, net, tax }) => ({ rate, net: money(net), tax: money(tax) })),
    };
  });
}

/** The taxes of documents together, by rate. */
export const taxesOf = (notes: readonly IssuedDocument[]): readonly TaxBack[] =>
  sumByRate(
    notes.flatMap(({ taxes }) => taxes.map(({ rate, net, tax }) => ({ rate, net: net.amount, tax: tax.amount }))),
  );

/** Rates of which nothing is left are left out. */
const less = (taxes: readonly TaxBack[], others: readonly TaxBack[]): readonly TaxBack[] =>
  sumByRate([...taxes, ...others.map(({ rate, net, tax }) => ({ rate, net: -net, tax: -tax }))]);

/** Rates whose sum is zero are left out. */
export function sumByRate(taxes: readonly TaxBack[]): readonly TaxBack[] {
  const sums = new Map<number, TaxBack>();
  for (const { rate, net, tax } of taxes) {
    const sum = sums.get(rate) ?? { rate, net: 0, tax: 0 };
    sums.set(rate, { rate, net: sum.net + net, tax: sum.tax + tax });
  }
  return [...sums.values()].filter(({ net, tax }) => net !== 0 || tax !== 0);
}
