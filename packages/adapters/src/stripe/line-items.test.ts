import type { CheckoutLine } from '@cartwright/application';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineItemsOf } from './line-items.js';
import { toStripeAmount } from './stripe-amount.js';

const page = {
  paymentId: 'payment',
  orderId: 'order',
  orderNumber: '7K3F-9QXM2A',
  email: 'ada@shop.example',
  successUrl: 'https://shop.example/paid',
  cancelUrl: 'https://shop.example/cart',
};
const itemsOf = (lines: readonly CheckoutLine[], currency = 'USD') => {
  const amount = { amount: lines.reduce((all, { total }) => all + total.amount, 0), currency };
  const charge = toStripeAmount(amount)._unsafeUnwrap();
  return { charge, items: lineItemsOf({ ...page, amount, lines }, charge) };
};
const line = (name: string, quantity: number, amount: number, currency = 'USD'): CheckoutLine => ({
  name,
  quantity,
  total: { amount, currency },
});

it('sum to the charge exactly, in each kind of currency', () => {
  const arbitraryLine = fc.record({ quantity: fc.integer({ min: 1, max: 999 }), amount: fc.nat({ max: 9_999_999 }) });
  fc.assert(
    fc.property(
      fc.array(arbitraryLine, { minLength: 1, maxLength: 120 }),
      fc.constantFrom('USD', 'JPY', 'ISK', 'KWD'),
      (some, currency) => {
        // KWD is charged in tens of fils; its single lines may still end in another digit.
        const lines = some.map(({ quantity, amount }) => line('Mug', quantity, amount, currency));
        const total = lines.reduce((all, one) => all + one.total.amount, 0);
        fc.pre(total > 0 && (currency !== 'KWD' || total % 10 === 0));
        const { charge, items } = itemsOf(lines, currency);
        const sum = items.reduce((all, item) => all + (item.price_data?.unit_amount ?? 0) * (item.quantity ?? 0), 0);
        expect(sum).toBe(charge.amount);
        expect(items.length).toBeLessThanOrEqual(100);
      },
    ),
    { numRuns: Number(process.env['FC_RUNS'] ?? '200') },
  );
});

it('name each product with its quantity, its picture, and the discount that it has', () => {
  const { items } = itemsOf([
    { ...line('Mug', 2, 1800), discount: { amount: 200, currency: 'USD' } },
    { ...line('Pen', 3, 1000), image: 'https://shop.example/images/pen.webp' },
    line('Sticker', 1, 0),
  ]);
  const price = (name: string, amount: number, described = {}) => ({
    currency: 'usd',
    unit_amount: amount,
    product_data: { name, ...described },
  });
  expect(items).toEqual([
    { quantity: 2, price_data: price('Mug', 900, { description: 'Discount: 2.00 USD' }) },
    { quantity: 1, price_data: price('3 × Pen', 1000, { images: ['https://shop.example/images/pen.webp'] }) },
    { quantity: 1, price_data: price('Sticker', 0) },
  ]);
});

it('are the order as one line where its lines are unknown or too many', () => {
  const whole = (amount: number) => [
    { quantity: 1, price_data: { currency: 'usd', unit_amount: amount, product_data: { name: 'Order 7K3F-9QXM2A' } } },
  ];
  const charge = { amount: 1999, currency: 'usd' };
  expect(lineItemsOf({ ...page, amount: { amount: 1999, currency: 'USD' } }, charge)).toEqual(whole(1999));
  const many = Array.from({ length: 101 }, () => line('Mug', 1, 100));
  expect(itemsOf(many).items).toEqual(whole(10_100));
  const other = { ...page, amount: { amount: 1999, currency: 'USD' }, lines: [line('Mug', 1, 1998)] };
  expect(lineItemsOf(other, charge)).toEqual(whole(1999));
});
