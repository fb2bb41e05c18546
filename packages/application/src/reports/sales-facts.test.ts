import { confirmRefund, recordPayment, refundOrder, type Order } from '@cartwright/domain';
import * as fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { accepted, paymentOf, sampleOrder } from '../../contracts/sample-order.js';
import { freshId, saveVariant, usd } from '../../contracts/sample-shop.js';
import { openShop } from '../../testing/shop-in-memory.js';
import { salesFactsOf } from './sales-facts.js';

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

it('an order has no facts before it is paid', () => {
  expect(salesFactsOf(order)).toEqual([]);
});
