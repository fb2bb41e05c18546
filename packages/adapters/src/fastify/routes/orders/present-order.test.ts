import type { Order } from '@cartwright/domain';
import { samplePaidOrder } from '@cartwright/application/contracts/sample-invoice';
import { expect, it } from 'vitest';
import type { OrderResponse } from './order-schemas.js';
import { presentOrder } from './present-order.js';

/**
 * How the response shows the fields of an order that it does not show under their own names. A new field does not
 * compile until the response shows it or it is listed here.
 */
const shownAs: Readonly<Record<Exclude<keyof Order, keyof OrderResponse>, keyof OrderResponse | 'not shown'>> = {
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
  namesLocale: 'not shown',
};

const imageUrl = (url: string): string => `https://cdn.shop.example${url}`;

it('shows every field of an order', () => {
  const order = samplePaidOrder({ unitPrices: [1200, 800] });
  const answer = presentOrder({ ...order, cancellation: { at: order.placedAt } }, imageUrl);
  const isShown = (name: string): boolean =>
    name in answer ||
    shownAs[name as keyof typeof shownAs] === 'not shown' ||
    (shownAs[name as keyof typeof shownAs] ?? '') in answer;
  expect(Object.keys(order).filter((name) => !isShown(name))).toEqual([]);
});

it('shows what the buyer said of the order', () => {
  const order = samplePaidOrder({ unitPrices: [1200] });
  const { billingAddress: _none, ...withoutBilling } = order;
  expect(presentOrder(order, imageUrl)).toMatchObject({
    shippingAddress: order.shippingAddress,
    billingAddress: order.billingAddress,
  });
  expect(presentOrder(withoutBilling, imageUrl)).not.toHaveProperty('billingAddress');
});

it('shows what a line was when it was ordered: product, slug, SKU, options and picture', () => {
  const order = samplePaidOrder({ unitPrices: [1200, 800] });
  const [mug, plate] = order.pricing.lines.map(({ variantId }) => variantId);
  const described = {
    [String(mug)]: {
      name: 'Mug',
      sku: 'MUG-BLUE',
      productId: 'the-product',
      slug: 'mug',
      options: { Colour: 'blue' },
      image: '/images/mug.webp',
    },
    // An order of a shop that stored no more.
    [String(plate)]: { name: 'Plate', sku: 'PLATE' },
  };
  const { lines } = presentOrder({ ...order, descriptions: described }, imageUrl);
  expect(lines[0]).toMatchObject({
    ...described[String(mug)],
    image: 'https://cdn.shop.example/images/mug.webp',
  });
  expect(lines[1]).toMatchObject({ name: 'Plate', sku: 'PLATE' });
  expect(lines[1]).not.toHaveProperty('slug');
});
