import { priceCart, type Order, type PricedCart } from '@cartwright/domain';
import { accepted } from '@cartwright/domain/testing/accepted';
import { arbitrarySale } from '@cartwright/domain/testing/arbitrary-sale';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkoutLines } from './checkout-lines.js';

const numRuns = Number(process.env['FC_RUNS'] ?? '200');
const picturesUrl = 'https://shop.example';
const usd = (amount: number) => ({ amount, currency: 'USD' });
const orderOf = (pricing: PricedCart): Pick<Order, 'pricing' | 'descriptions' | 'delivery'> => ({
  pricing,
  descriptions: Object.fromEntries(pricing.lines.map(({ variantId }) => [variantId, { name: 'Mug', sku: 'MUG' }])),
});

it('of any order sum to its total to the cent', () => {
  const shown: number[] = [];
  fc.assert(
    fc.property(arbitrarySale, (input) => {
      const pricing = accepted(priceCart(input));
      const lines = checkoutLines(orderOf(pricing), pricing.total, picturesUrl);
      expect(lines.reduce((all, { total }) => all + total.amount, 0)).toBe(pricing.total.amount);
      for (const { total, quantity } of lines) expect([total.amount >= 0, quantity > 0]).toEqual([true, true]);
      shown.push(lines.length);
    }),
    { numRuns },
  );
  expect(Math.max(...shown)).toBeGreaterThan(1);
});

const mugs = {
  variantId: 'mug',
  quantity: 2,
  total: usd(1800),
  discountTotal: usd(200),
};
const pricing = {
  currency: 'USD',
  lines: [mugs],
  shipping: { total: usd(400), discountTotal: usd(100) },
  taxIncluded: false,
  taxTotal: usd(220),
  total: usd(2420),
} as unknown as PricedCart;

it('name products, discounts, shipping and tax', () => {
  const order = { ...orderOf(pricing), delivery: { name: 'Standard' } } as Parameters<typeof checkoutLines>[0];
  expect(checkoutLines(order, usd(2420), picturesUrl)).toEqual([
    { name: 'Mug', quantity: 2, total: usd(1800), discount: usd(200) },
    { name: 'Shipping: Standard', quantity: 1, total: usd(400), discount: usd(100) },
    { name: 'Tax', quantity: 1, total: usd(220) },
  ]);
  const including = { ...pricing, taxIncluded: true, total: usd(2200) };
  expect(checkoutLines(orderOf(including), usd(2200), picturesUrl).map(({ name }) => name)).toEqual([
    'Mug',
    'Shipping',
  ]);
});

it('are none where another amount than the total is to be paid', () => {
  expect(checkoutLines(orderOf(pricing), usd(2419), picturesUrl)).toEqual([]);
  expect(checkoutLines(orderOf(pricing), { amount: 2420, currency: 'EUR' }, picturesUrl)).toEqual([]);
});

it('show the pictures that other sites can load', () => {
  const imageOf = (image: string, base = picturesUrl) => {
    const descriptions = { mug: { name: 'Mug', sku: 'MUG', image } };
    return checkoutLines({ ...orderOf(pricing), descriptions }, usd(2420), base)[0]?.image;
  };
  expect(imageOf('/images/mug.webp')).toBe('https://shop.example/images/mug.webp');
  expect(imageOf('/images/mug.webp', 'https://cdn.example/shop')).toBe('https://cdn.example/shop/images/mug.webp');
  expect(imageOf('https://pictures.example:8443/mug.jpg?size=2')).toBe('https://pictures.example:8443/mug.jpg?size=2');
  expect(imageOf('https://local.pictures.example/mug.jpg')).toBe('https://local.pictures.example/mug.jpg');
  expect(imageOf('/images/mug.webp', 'http://127.0.0.1:3000')).toBeUndefined();
  for (const image of [
    'http://pictures.example/mug.jpg',
    'https://localhost/mug.jpg',
    'https://10.0.0.1/mug.jpg',
    'https://[::1]/mug.jpg',
    'https://printer.local/mug.jpg',
    'https://router.home.arpa/mug.jpg',
    'https://vault.internal:8443/mug.jpg',
    'https://shop.onion/mug.jpg',
    'https://ada:secret@pictures.example/mug.jpg',
    'https://pictures.example/a mug.jpg',
    `https://pictures.example/${'m'.repeat(2048)}`,
    'mug.jpg',
    '',
  ])
    expect(imageOf(image), `picture ${image}`).toBeUndefined();
});
