import type { Instant, Order } from '@cartwright/domain';
import { documentsDue, sumByRate, taxesOf, type DueDocument } from '../invoicing/documents-due.js';
import type { CreditNote } from '../invoicing/credit-note.js';
import { invoiceOf, type Invoice } from '../invoicing/invoice.js';
import { documentNumber } from '../invoicing/document-number.js';
import { msAfter } from '../ms-after.js';
import { manualProvider } from '../paying/by-hand/manual-provider.js';
import type { BookedDocument } from '../ports/read-models/books-reader.js';
import type { DocumentKind, IssuedDocument } from '../ports/repositories/invoicing/issued-document-records.js';
import { moneyBackOf, type MoneyBack } from '../reports/sales-facts.js';
import { valueDifferences, type ValueDifference } from './value-differences.js';

/** A difference between a document and its order, or a document that is missing. */
export type DocumentDifference = ValueDifference & { readonly kind: DocumentKind };

/** A job issues documents after the payment or the refund. Only one that is missing for longer is a difference. */
const maximumDelayMs = 15 * 60_000;

/**
 * Compares the documents of an order with the order: whether each was issued, its amount, its taxes and its content.
 *
 * @example auditDocuments(order, documents, '2026-11-21T09:00:00.000Z') // []
 */
export function auditDocuments(
  order: Order,
  booked: readonly BookedDocument[],
  now: Instant,
): readonly DocumentDifference[] {
  const documents = booked.map(({ document }) => document);
  const due = documentsDue(order, documents);
  const back = moneyBackOf(order);
  return [
    ...due.flatMap((document) => missing(order, back, document, now)),
    ...documents.flatMap((document) => notDue(order, back, documents, document)),
    // Until the last note is issued the taxes of all notes are not those of all refunds.
    ...(due.length === 0 ? unequalTaxes(back, documents) : []),
    ...booked.flatMap((each) => differencesOf(order, each, now)),
  ];
}

function missing(
  { paidAt }: Order,
  back: readonly MoneyBack[],
  { kind, subject, amount }: DueDocument,
  now: Instant,
): readonly DocumentDifference[] {
  const dueSince = subject === undefined ? paidAt : back.find(({ id }) => id === subject)?.at;
  if (dueSince !== undefined && dueSince > msAfter(now, -maximumDelayMs)) return [];
  const field = subject === undefined ? kind : `${kind} of ${subject}`;
  return [{ kind, field, stored: 'not issued', computed: amount }];
}

/** A second invoice, one of an order that was not paid, or a credit note of nothing that went back. */
function notDue(
  { paidAt }: Order,
  back: readonly MoneyBack[],
  documents: readonly IssuedDocument[],
  { kind, number, subject, amount }: IssuedDocument,
): readonly DocumentDifference[] {
  const isDue =
    kind === 'invoice'
      ? paidAt !== undefined && documents.find((each) => each.kind === 'invoice')?.number === number
      : back.some(({ id }) => id === subject);
  return isDue ? [] : [{ kind, field: number, stored: amount, computed: 'not due' }];
}

/** A refund that did not arrive moves a cent of tax between notes, so all notes are compared with all refunds. */
function unequalTaxes(back: readonly MoneyBack[], documents: readonly IssuedDocument[]): readonly DocumentDifference[] {
  const kind = 'credit-note';
  const byRate = (left: { readonly rate: number }, right: { readonly rate: number }) => left.rate - right.rate;
  const credited = [...taxesOf(documents.filter((document) => document.kind === kind))].sort(byRate);
  const refunded = [...sumByRate(back.flatMap(({ taxes }) => taxes))].sort(byRate);
  return valueDifferences(credited, refunded, 'taxes').map((difference) => ({ kind, ...difference }));
}

function differencesOf(
  order: Order,
  { document, content, changed }: BookedDocument,
  now: Instant,
): readonly DocumentDifference[] {
  const { kind, number, counter, issuedAt } = document;
  const found: readonly ValueDifference[] = [
    ...valueDifferences(number, documentNumber(kind, counter), 'number'),
    ...(kind === 'invoice' ? unequalInvoice(order, document) : []),
    ...(content === undefined
      ? isWithinRetention(issuedAt, now)
        ? [{ field: 'content', computed: 'stored' }]
        : []
      : content.type === 'invoice'
        ? unequalContent(content, document, order)
        : unequalNote(content, document, order)),
    ...changed.map((part) => ({ field: part, stored: 'changed', computed: 'as issued' })),
  ];
  return found.map(({ field, ...values }) => ({ kind, field: `${number}.${field}`, ...values }));
}

const unequalInvoice = ({ pricing }: Order, { amount, taxes }: IssuedDocument): readonly ValueDifference[] =>
  valueDifferences({ amount, taxes }, { amount: pricing.total, taxes: pricing.taxes });

/** Staff may have changed the buyer's details since, and an erasure may have cleared them. */
function unequalContent(
  stored: Invoice,
  { number, issuedAt }: IssuedDocument,
  order: Order,
): readonly ValueDifference[] {
  const { seller, timeZone } = stored;
  const computed = invoiceOf(order, { number, issuedAt, seller, timeZone });
  return computed === undefined ? [] : valueDifferences(withoutBuyer(stored), withoutBuyer(computed), 'content');
}
const withoutBuyer = ({
  email: _email,
  vatNumber: _vat,
  billTo: _bill,
  shipTo: _ship,
  payments,
  ...rest
}: Invoice) => ({
  ...rest,
  // The reference of a transfer names who paid.
  payments: payments.map((payment) => (payment.provider === manualProvider ? { ...payment, reference: '' } : payment)),
});

const unequalNote = (
  { number, orderNumber, currency, taxIncluded, amount, taxes }: CreditNote,
  document: IssuedDocument,
  order: Order,
): readonly ValueDifference[] =>
  valueDifferences(
    { number, orderNumber, currency, taxIncluded, amount, taxes },
    {
      number: document.number,
      orderNumber: order.number,
      currency: order.pricing.currency,
      taxIncluded: order.pricing.taxIncluded,
      amount: document.amount,
      taxes: document.taxes,
    },
    'content',
  );

/** The shortest retention that a shop can set ends a year after the year of the document. */
const isWithinRetention = (issuedAt: Instant, now: Instant): boolean =>
  new Date(now).getUTCFullYear() - new Date(issuedAt).getUTCFullYear() <= 1;
