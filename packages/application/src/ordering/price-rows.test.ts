import type { Order } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import { guestOrder, openShop, usd, type Shop } from '../../testing/shop-in-memory.js';
import { priceRows } from './price-rows.js';

let shop: Shop;
let order: Order;
beforeEach(async () => {
  shop = await openShop();
  ({ order } = await guestOrder(shop, { quantity: 2 }));
});
const rowsOf = (pricing: Partial<Order['pricing']>): readonly string[] =>
  priceRows({ ...order, pricing: { ...order.pricing, ...pricing } }).map(({ label, value }) => `${label}: ${value}`);

it('lists the lines, what is added to them, and the total', () => {
  expect(rowsOf({ taxTotal: usd(580), taxIncluded: false, total: usd(3480) })).toEqual([
    '2 × Mug: $24.00',
    'Shipping: $5.00',
    'Tax: $5.80',
    'Total: $34.80',
  ]);
});

it('states tax that prices include below the total, because it is not added to it', () => {
  expect(rowsOf({ taxTotal: usd(483), taxIncluded: true, total: usd(2900) })).toEqual([
    '2 × Mug: $24.00',
    'Shipping: $5.00',
    'Total: $29.00',
    'Includes tax of: $4.83',
  ]);
});

it('leaves out what costs nothing', () => {
  expect(rowsOf({ shippingTotal: usd(0), total: usd(2400) })).toEqual(['2 × Mug: $24.00', 'Total: $24.00']);
});
