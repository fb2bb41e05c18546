import { accept, refuse, type Decision } from '../decision.js';
import { readPricedCart, upcast, type ReadError } from '../pricing/read-priced-cart.js';
import { isRecord } from '../shape.js';
import { deriveOrder } from './derive-order.js';
import { findMalformedOrder, type MalformedOrder } from './order-shape.js';
import { orderVersion, type Order, type OrderFacts } from './order.js';

type Document = Readonly<Record<string, unknown>>;

/**
 * Why a stored order cannot be read.
 *
 * @example const error: ReadOrderError = { type: 'order.malformed', path: 'order.payments[0].amount' };
 */
export type ReadOrderError = ReadError | MalformedOrder;

/**
 * Reads an order that any version of this package stored: it is checked, an earlier form becomes the current one, and
 * what follows from its facts is derived again. A document without `schemaVersion` is version 0.
 * Errors: `order.malformed`, `input.malformed` (also for its pricing), `input.schema-version-unknown`.
 *
 * @example readOrder(JSON.parse(JSON.stringify(order))) // => { ok: true, value: order }
 */
export function readOrder(json: unknown): Decision<Order, ReadOrderError> {
  const document = upcast(json, orderVersion, upcastFrom0, 'order');
  if (!document.ok) return document;
  const raw = document.value as Document;
  const pricing = readPricedCart(raw['pricing']);
  if (!pricing.ok) return pricing;
  const read = { ...raw, pricing: pricing.value } as unknown as Order;
  const malformed = findMalformedOrder(read);
  return malformed === undefined ? accept(deriveOrder(read satisfies OrderFacts)) : refuse(malformed);
}

/** Changes each object of a list; other values stay for the check to find. What is no list is an empty one. */
const changeEach = (value: unknown, change: (document: Document, index: number) => unknown): readonly unknown[] =>
  Array.isArray(value) ? value.map((each, index) => (isRecord(each) ? change(each, index) : each)) : [];

const amountOf = (value: unknown): number =>
  isRecord(value) && typeof value['amount'] === 'number' ? value['amount'] : 0;

/**
 * Version 0 derived `paid` and the excess of payments from sums, knew refunds by the reference of their payment only,
 * and gave cancellations and waivers of units no ids.
 */
function upcastFrom0(order: Document): unknown {
  const { pricing } = order;
  const total = isRecord(pricing) ? amountOf(pricing['total']) : 0;
  const isCancelled = order['cancellation'] !== undefined;
  let captured = 0;
  let paidAt = !isCancelled && total === 0 ? order['placedAt'] : undefined;
  const payments = changeEach(order['payments'], (payment) => {
    const before = captured;
    captured += amountOf(payment['amount']);
    const past = captured - Math.max(total, before);
    if (!isCancelled && captured >= total) paidAt ??= payment['at'];
    if (past <= 0) return payment;
    return { ...payment, excess: { ...(payment['amount'] as object), amount: past } };
  });
  return {
    ...order,
    schemaVersion: 1,
    payments,
    processingPayments: [],
    // By the reference of a payment; one without is of the first payment.
    refunds: changeEach(order['refunds'], (refund) => {
      const known = payments.filter(isRecord);
      const { provider, reference } =
        known.find((payment) => payment['reference'] === refund['paymentReference']) ?? known[0] ?? {};
      return { ...refund, provider, paymentReference: reference };
    }),
    disputes: changeEach(order['disputes'], (dispute) =>
      dispute['status'] === 'lost' ? { ...dispute, withdrawn: dispute['amount'] } : dispute,
    ),
    unitCancellations: changeEach(order['unitCancellations'], numbered('unit-cancellation')),
    unitWaivers: changeEach(order['unitWaivers'], numbered('unit-waiver')),
    ...(paidAt === undefined ? {} : { paidAt }),
  };
}

const numbered =
  (prefix: string) =>
  (units: Document, index: number): unknown => ({ ...units, id: `${prefix}-${index + 1}` });
