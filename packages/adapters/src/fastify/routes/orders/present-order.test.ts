import type { Order } from '@cartwright/domain';
import { samplePaidOrder } from '@cartwright/application/contracts/sample-invoice';
import { expect, it } from 'vitest';
import type { OrderAnswer } from './order-schemas.js';
import { presentOrder } from './present-order.js';

/**
 * How the response shows the fields of an order that it does not show under their own names. A new field does not
 * compile until the response shows it or it is listed here.
 */
const shownAs: Readonly<Record<Exclude<keyof Order, keyof OrderAnswer>, keyof OrderAnswer | 'not shown'>> = {
  schemaVersion: 'not shown',
  customerId: 'not shown',
  placedAt: 'createdAt',
  descriptions: 'lines',
  processingPayments: 'paymentStatus',
  failedPayments: 'timeline',
  paidAt: 'timeline',
  unitCancellations: 'timeline',
  unitWaivers: 'waivedUnits',
  cancellation: 'cancelledAt',
  digitalDeliveredAt: 'timeline',
  original: 'not shown',
};

it('shows every field of an order', () => {
  const order = samplePaidOrder({ unitPrices: [1200, 800] });
  const answer = presentOrder({ ...order, cancellation: { at: order.placedAt } });
  const isShown = (name: string): boolean =>
    name in answer ||
    shownAs[name as keyof typeof shownAs] === 'not shown' ||
    (shownAs[name as keyof typeof shownAs] ?? '') in answer;
  expect(Object.keys(order).filter((name) => !isShown(name))).toEqual([]);
});

it('shows what the buyer said of the order', () => {
  const order = samplePaidOrder({ unitPrices: [1200] });
  const { billingAddress: _none, ...withoutBilling } = order;
  expect(presentOrder(order)).toMatchObject({
    shippingAddress: order.shippingAddress,
    billingAddress: order.billingAddress,
  });
  expect(presentOrder(withoutBilling)).not.toHaveProperty('billingAddress');
});
