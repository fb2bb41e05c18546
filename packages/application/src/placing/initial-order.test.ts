import { cancelOrder, placeOrder } from '@cartwright/domain';
import { expect, it } from 'vitest';
import { accepted } from '../../contracts/sample-order.js';
import { samplePaidOrder } from '../../contracts/sample-invoice.js';
import { initialOrder } from './initial-order.js';

it('takes an order back to how it was placed, with its taxes, discounts and addresses', () => {
  const order = samplePaidOrder({ unitPrices: [1999, 500], quantities: [3, 1], tax: 'exclusive' });
  expect(order.status).toBe('paid');
  const { paidAt: _, ...placed } = order;
  expect(initialOrder(order)).toStrictEqual({ ...placed, status: 'pending', paymentStatus: 'unpaid', payments: [] });
  const cancelled = accepted(cancelOrder(order, { at: order.placedAt, reason: 'too late' })).order;
  expect(initialOrder(cancelled)).toStrictEqual(initialOrder(order));
});

it('leaves an order as it is that cost nothing and so was paid when it was placed', () => {
  const { pricing, id, number, email, descriptions, placedAt: at } = samplePaidOrder({ unitPrices: [1999] });
  const nothing = { ...pricing, total: { ...pricing.total, amount: 0 } };
  const free = accepted(placeOrder(nothing, { id, number, email, descriptions, at })).order;
  expect(free.status).toBe('paid');
  expect(initialOrder(free)).toStrictEqual(free);
});
