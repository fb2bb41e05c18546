import { allocate, includedTax, type CurrencyCode, type Instant, type Order } from '@cartwright/domain';
import type { ApplicationEvent } from '../ports/repositories/outbox.js';

/**
 * One thing that reports add up, of one order. Amounts are minor units of `currency`. `subject` is what it is about:
 * of a `line` the variant, of a `promotion` the promotion, of a `tax` the rate in millionths, of a `refund` its id.
 */
export type SalesFact = {
  readonly orderId: string;
  readonly kind: 'sale' | 'line' | 'promotion' | 'tax' | 'refund' | 'refunded-tax';
  readonly subject: string;
  readonly at: Instant;
  readonly currency: CurrencyCode;
  /** Where the order was sent, or billed; empty where neither is known. */
  readonly country: string;
  readonly rate: number;
  readonly quantity: number;
  readonly amount: number;
  readonly discounts: number;
  readonly shipping: number;
  readonly tax: number;
  /** Of a `sale` the e-mail of the order, else empty. */
  readonly buyer: string;
};

/** Events after which the facts of an order may be others. */
const relevant: ReadonlySet<string> = new Set([
  'order.paid',
  'order.refunded',
  'order.refund-failed',
  'order.dispute-lost',
  // The order may not have needed the money. A refund of the same instant returns that money first.
  'order.payment-recorded',
  // The e-mail may have changed.
  'order.amended',
]);

export const changesSales = (events: readonly ApplicationEvent[] = []): boolean =>
  events.some(({ type }) => relevant.has(type));

/**
 * What reports add up of an order: nothing before it is paid. It counts on the day it was paid, also when it is
 * cancelled later. A refund counts on the day it was confirmed; one that the bank sent back counts nothing.
 */
export function salesFactsOf(order: Order): readonly SalesFact[] {
  const { paidAt, pricing } = order;
  if (paidAt === undefined) return [];
  const fact = (kind: SalesFact['kind'], subject: string, facts: Partial<SalesFact>): SalesFact => ({
    orderId: order.id,
    kind,
    subject,
    at: paidAt,
    currency: pricing.currency,
    country: (order.shippingAddress ?? order.billingAddress)?.country ?? '',
    rate: 0,
    quantity: 0,
    amount: 0,
    discounts: 0,
    shipping: 0,
    tax: 0,
    buyer: '',
    ...facts,
  });
  const { total, discountTotal, shippingTotal, taxTotal } = pricing;
  return [
    fact('sale', '', {
      quantity: 1,
      amount: total.amount,
      discounts: discountTotal.amount,
      shipping: shippingTotal.amount,
      tax: taxTotal.amount,
      buyer: order.email,
    }),
    ...pricing.lines.map(({ variantId, quantity, total: { amount } }) => fact('line', variantId, { quantity, amount })),
    ...pricing.applied.map(({ promotionId, amount: { amount } }) =>
      fact('promotion', promotionId, { quantity: 1, amount }),
    ),
    ...pricing.taxes.map(({ rate, net, tax }) =>
      fact('tax', String(rate), { rate, amount: net.amount, tax: tax.amount }),
    ),
    ...moneyBackOf(order).flatMap(({ id, at, amount, taxes }) => [
      fact('refund', id, { at, amount }),
      ...taxes.map(({ rate, net, tax }) => fact('refunded-tax', `${id}/${rate}`, { at, rate, amount: net, tax })),
    ]),
  ];
}

/** Money of a sale that went back. `id` is that of the refund, or `dispute/` and that of the dispute. */
export type MoneyBack = {
  readonly id: string;
  readonly at: Instant;
  readonly amount: number;
  readonly taxes: readonly TaxBack[];
};
/** Of each rate of the order, also where nothing goes back: a later command may change which refund has a cent. */
export type TaxBack = { readonly rate: number; readonly net: number; readonly tax: number };

/**
 * Refunds and lost disputes that are settled, in their sequence. A failed one counts zero. Money past the total was
 * never a part of the sale, and goes back first. An order that was never paid is no sale.
 */
export function moneyBackOf(order: Order): readonly MoneyBack[] {
  const { refunds, disputes, payments, paidAt, pricing } = order;
  if (paidAt === undefined) return [];
  const settled = [
    ...refunds.flatMap(({ id, status, amount, settledAt }) =>
      settledAt === undefined ? [] : [{ id, at: settledAt, amount: status === 'confirmed' ? amount.amount : 0 }],
    ),
    ...disputes.flatMap(({ id, withdrawn, settledAt }) =>
      settledAt === undefined || withdrawn === undefined
        ? []
        : [{ id: `dispute/${id}`, at: settledAt, amount: withdrawn.amount }],
    ),
  ].sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
  const capturedBy = (at: Instant): number =>
    payments.reduce((sum, payment) => sum + (payment.at <= paidAt || payment.at <= at ? payment.amount.amount : 0), 0);
  const total = pricing.total.amount;
  let sent = 0;
  let ofSale = 0;
  return settled.map(({ id, at, amount }) => {
    const left = total - ofSale;
    const surplus = Math.max(0, capturedBy(at) - sent - left);
    const back = Math.min(Math.max(0, amount - surplus), left);
    sent += amount;
    ofSale += back;
    return { id, at, amount: back, taxes: taxesBetween(order, ofSale - back, ofSale) };
  });
}

/** The tax of what goes back between two sums: so all refunds together give back the order's tax to the cent. */
function taxesBetween(order: Order, before: number, after: number): readonly TaxBack[] {
  const [earlier, later] = [taxesOf(order, before), taxesOf(order, after)];
  return later.map(({ rate, net, tax }, index) => {
    const { net: netBefore = 0, tax: taxBefore = 0 } = earlier[index] ?? {};
    return { rate, net: net - netBefore, tax: tax - taxBefore };
  });
}

/** The tax within a part of an order's total, which is split over the rates of the order as the total is. */
function taxesOf({ pricing: { taxes, total, currency } }: Order, amount: number): readonly TaxBack[] {
  const gross = taxes.map(({ net, tax }) => net.amount + tax.amount);
  const untaxed = total.amount - gross.reduce((sum, each) => sum + each, 0);
  const shares = allocate({ amount, currency }, [...gross, Math.max(0, untaxed)]);
  return taxes.map(({ rate, net, tax }, index) => {
    const share = shares.ok ? (shares.value[index]?.amount ?? 0) : 0;
    if (share === net.amount + tax.amount) return { rate, net: net.amount, tax: tax.amount };
    const included = includedTax({ amount: share, currency }, rate);
    const back = included.ok ? included.value.amount : 0;
    return { rate, net: share - back, tax: back };
  });
}
