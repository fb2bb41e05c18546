import { priceCart, type Instant, type Order, type OrderId } from '@cartwright/domain';
import type { DocumentKind } from '../ports/repositories/invoicing/issued-document-records.js';
import type { BookedOrder } from '../ports/read-models/books-reader.js';
import { auditDocuments } from './audit-documents.js';
import { replayOrder } from './replay-order.js';
import { valueDifferences, type ValueDifference } from './value-differences.js';

/** A difference between a stored order and what its own input, events and payments result in. */
export type OrderDifference = ValueDifference & {
  /** What differs: the price of its stored input, the order that its events make, an attempt to pay, or a document. */
  readonly of: 'price' | 'order' | 'payment' | DocumentKind;
  readonly orderId: OrderId;
  readonly number: string;
};

/** Differences of one order; more are left out. */
const maximumPerOrder = 10;

/**
 * Prices an order again from its stored input, replays it, and compares it with its columns, its attempts to pay and
 * its documents.
 *
 * @example auditOrder(booked, '2026-11-21T09:00:00.000Z') // []
 */
export function auditOrder(booked: BookedOrder, now: Instant): readonly OrderDifference[] {
  const { id: orderId, columns, order, input } = booked;
  const { number } = columns;
  if (order === undefined) {
    return [{ of: 'order', orderId, number, field: 'document', stored: 'unreadable' }];
  }
  const of = (what: OrderDifference['of'], found: readonly ValueDifference[]): readonly OrderDifference[] =>
    found.map((difference) => ({ of: what, orderId, number, ...difference }));
  const { status, paymentStatus, pricing } = order;
  return [
    ...of('payment', unequalAttempts(booked, order)),
    ...of('price', input === undefined ? [] : repriced(order, input)),
    ...of('order', replayOrder(order)),
    ...of(
      'order',
      valueDifferences(columns, { number: order.number, status, paymentStatus, total: pricing.total }, 'columns'),
    ),
    ...auditDocuments(order, booked.documents, now).flatMap(({ kind, ...difference }) => of(kind, [difference])),
  ].slice(0, maximumPerOrder);
}

/** An order shows no promotion whose code was not entered, so only those that it shows are compared. */
function repriced({ pricing }: Order, input: NonNullable<BookedOrder['input']>): readonly ValueDifference[] {
  const priced = priceCart(input);
  if (!priced.ok) return [{ field: 'pricing', computed: `refused: ${priced.error.type}` }];
  const shown = new Set(pricing.skipped.map(({ promotionId }) => promotionId));
  const skipped = priced.value.skipped.filter(({ promotionId }) => shown.has(promotionId));
  return valueDifferences(pricing, { ...priced.value, skipped }, 'pricing');
}

/**
 * Compares each captured payment with its attempt, found by any of the provider's ids. Where nothing was captured, it
 * compares the attempts with the order's total. A payment without an attempt is not compared.
 */
function unequalAttempts({ attempts }: BookedOrder, order: Order): readonly ValueDifference[] {
  const captured = order.payments.flatMap(({ provider, reference, amount }, index) => {
    const attempt = attempts.find((each) => each.provider === provider && each.references.includes(reference));
    if (attempt === undefined) return [];
    return valueDifferences(amount, attempt.amount, `payments[${index}].amount`);
  });
  if (order.payments.length > 0) return captured;
  return attempts.flatMap(({ amount }) => valueDifferences(amount, order.pricing.total, 'attempt.amount'));
}
