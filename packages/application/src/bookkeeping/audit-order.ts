import { priceCart, type Order, type OrderId } from '@cartwright/domain';
import type { BookedOrder } from '../ports/read-models/books-reader.js';
import { replayOrder } from './replay-order.js';
import { valueDifferences, type ValueDifference } from './value-differences.js';

/** In what a stored order differs from what its own input, its own events and its payments come to. */
export type OrderDifference = ValueDifference & {
  /** `price`: its stored input comes to another price. `order`: its events do. `payment`: an attempt to pay does. */
  readonly of: 'price' | 'order' | 'payment';
  readonly orderId: OrderId;
  readonly number: string;
};

/** Differences of one order; more are left out. */
const maximumPerOrder = 10;

/**
 * Prices an order again from its stored input, replays it, and compares it with its columns and its attempts to pay.
 *
 * @example auditOrder(booked) // []
 */
export function auditOrder(booked: BookedOrder): readonly OrderDifference[] {
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
 * Each captured payment with the attempt that it belongs to, by any of the provider's ids; and attempts of an order for
 * which nothing was captured with its total. What was paid without an attempt has nothing to be compared with.
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
