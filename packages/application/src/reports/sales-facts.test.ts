import { cancelOrder, confirmRefund, recordPayment, refundOrder, type Order } from '@cartwright/domain';
import * as fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { beginnings, decisions } from '@cartwright/domain/testing/order-commands';
import { lawRuns } from '@cartwright/domain/testing/law-runs';
import { place } from '@cartwright/domain/testing/order-life';
import { accepted, paymentOf, sampleOrder } from '../../contracts/sample-order.js';
import { freshId, saveVariant, usd } from '../../contracts/sample-shop.js';
import { openShop } from '../../testing/shop-in-memory.js';
import { changesSales, moneyBackOf, salesFactsOf, type SalesFact } from './sales-facts.js';

const at = '2026-11-21T12:00:00.000Z';
let order: Order;
beforeAll(async () => {
  const { unitOfWork } = await openShop();
  const [bread, book, card] = [
    await saveVariant(unitOfWork, { price: usd(333), taxClass: 'reduced' }),
    await saveVariant(unitOfWork, { price: usd(1999), taxClass: 'standard' }),
    await saveVariant(unitOfWork, { price: usd(250) }),
  ];
  const lines = [bread, book, card].map((variantId) => ({ variantId, quantity: 3 }));
  const tax = { prices: 'inclusive', rates: { standard: 190_000, reduced: 70_000 } } as const;
  order = await sampleOrder(unitOfWork, { lines, tax });
});

const pay = (amount: number): Order =>
  accepted(recordPayment(order, { provider: 'sandbox', reference: 'sbx_1', amount: usd(amount), at })).order;
const refund = (bought: Order, amount: number): Order => {
  const id = freshId();
  const asked = accepted(refundOrder(bought, { id, amount: usd(amount), reason: 'x', ...paymentOf(bought), at })).order;
  return accepted(confirmRefund(asked, { id, at })).order;
};
const sum = (facts: readonly { readonly amount: number; readonly tax: number }[], field: 'amount' | 'tax'): number =>
  facts.reduce((all, fact) => all + fact[field], 0);

it('refunds in any parts give back the tax of the order to the cent, and never more', () => {
  const total = order.pricing.total.amount;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1500 }), { maxLength: 12 }), (parts) => {
      let current = pay(total);
      let left = total;
      for (const part of parts) {
        if (part >= left) break;
        current = refund(current, part);
        left -= part;
        const back = salesFactsOf(current).filter(({ kind }) => kind === 'refunded-tax');
        expect(back.every(({ tax }) => tax >= 0)).toBe(true);
        expect(sum(back, 'tax')).toBeLessThanOrEqual(order.pricing.taxTotal.amount);
      }
      const facts = salesFactsOf(refund(current, left));
      const back = facts.filter(({ kind }) => kind === 'refunded-tax');
      expect(sum(back, 'tax')).toBe(order.pricing.taxTotal.amount);
      const refunded = facts.filter(({ kind }) => kind === 'refund');
      expect(sum(refunded, 'amount')).toBe(total);
    }),
    { numRuns: 50 },
  );
});

it('money that an order did not need is no part of its sale, so its refund is none either', () => {
  const total = order.pricing.total.amount;
  const facts = (back: number) => salesFactsOf(refund(pay(total + 500), back));
  const refunded = (back: number) =>
    sum(
      facts(back).filter(({ kind }) => kind === 'refund'),
      'amount',
    );
  expect([refunded(500), refunded(700)]).toEqual([0, 200]);
});

it('a payment that comes after a refund leaves the refund as it is, and goes back without being a part of the sale', () => {
  const total = order.pricing.total.amount;
  const [later, last] = ['2026-11-22T12:00:00.000Z', '2026-11-23T12:00:00.000Z'];
  const second = { provider: 'manual', reference: 'twice', amount: usd(total), at: later };
  const twice = accepted(recordPayment(refund(pay(total), 300), second)).order;
  expect(moneyBackOf(twice).map(({ amount }) => amount)).toEqual([300]);
  const id = freshId();
  const back = { id, amount: usd(total), reason: 'twice', provider: 'manual', paymentReference: 'twice', at: last };
  const returned = accepted(confirmRefund(accepted(refundOrder(twice, back)).order, { id, at: last })).order;
  expect(moneyBackOf(returned).map(({ amount }) => amount)).toEqual([300, 0]);
});

it('a payment at the instant of a refund that was recorded before it changes what of the sale went back', () => {
  const total = order.pricing.total.amount;
  const second = { provider: 'manual', reference: 'twice', amount: usd(total), at };
  const change = accepted(recordPayment(refund(pay(total), 300), second));
  expect(moneyBackOf(change.order).map(({ amount }) => amount)).toEqual([0]);
  expect(changesSales(change.events)).toBe(true);
});

it('money that came after an order was cancelled unpaid is no sale, and neither is its refund', () => {
  const late = { provider: 'sandbox', reference: 'sbx_1', amount: order.pricing.total, at };
  const paidLate = accepted(recordPayment(accepted(cancelOrder(order, { at })).order, late)).order;
  const id = freshId();
  const facts = { id, amount: order.pricing.total, reason: 'late', ...paymentOf(paidLate), at };
  const refunded = accepted(confirmRefund(accepted(refundOrder(paidLate, facts)).order, { id, at })).order;
  expect([moneyBackOf(refunded), salesFactsOf(refunded)]).toEqual([[], []]);
});

it('an order has no facts before it is paid', () => {
  expect(salesFactsOf(order)).toEqual([]);
});

it('the rows that the events of an order have written are those of the order, whatever has happened to it', () => {
  const keyOf = ({ kind, subject }: SalesFact): string => `${kind} ${subject}`;
  const commands = fc.array(fc.oneof(...Object.values(decisions)), { maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...beginnings), commands, (beginning, more) => {
      const written = new Map<string, SalesFact>();
      let current = place();
      for (const decide of [...beginning, ...more]) {
        const decision = decide(current).onOrder(current);
        if (!decision.ok) continue;
        ({ order: current } = decision.value);
        if (!changesSales(decision.value.events)) continue;
        for (const fact of salesFactsOf(current)) written.set(keyOf(fact), fact);
      }
      expect(written).toEqual(new Map(salesFactsOf(current).map((fact) => [keyOf(fact), fact])));
    }),
    lawRuns,
  );
});
