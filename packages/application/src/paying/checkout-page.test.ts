/** What Stripe's page shows of an order: the lines of the order as Stripe takes them. */
import { lineItemsOf } from '@cartwright/adapters/stripe/line-items';
import { toStripeAmount } from '@cartwright/adapters/stripe/stripe-amount';
import { checkParameters } from '@cartwright/adapters/testing/stripe-stand-in/check-parameters';
import type { Form, FormValue } from '@cartwright/adapters/testing/stripe-stand-in/read-form';
import { requestSchemas } from '@cartwright/adapters/testing/stripe-stand-in/stripe-data';
import { priceCart } from '@cartwright/domain';
import { accepted } from '@cartwright/domain/testing/accepted';
import { arbitrarySale } from '@cartwright/domain/testing/arbitrary-sale';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { openStripeShop } from '../../testing/stripe-shop.js';
import { guestOrder } from '../../testing/shop-in-memory.js';
import { checkoutLines } from './checkout-lines.js';

const page = {
  paymentId: 'payment',
  orderId: 'order',
  orderNumber: '7K3F-9QXM2A',
  email: 'ada@shop.example',
  successUrl: 'https://shop.example/paid',
  cancelUrl: 'https://shop.example/cart',
};

/** Values as the SDK sends them. */
const formOf = (value: unknown): FormValue => {
  if (Array.isArray(value)) return value.map(formOf);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, formOf(part)]));
};
const requireAccepted = (lineItems: unknown): void => {
  const schema = requestSchemas().of('POST /v1/checkout/sessions');
  if (schema === undefined) throw new Error('the schema of checkout sessions is missing');
  checkParameters(formOf({ mode: 'payment', line_items: lineItems }) as Form, schema, requestSchemas());
};

it('has line items of any order, taxes included or added, whose sum is the charge to the cent', () => {
  const seen = { lines: 0, wholes: 0, free: 0, discounts: 0, taxLines: 0, pictures: 0 };
  const arbitraryOrder = fc.record({
    sale: arbitrarySale,
    paidBefore: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 500 })),
    image: fc.constantFrom(undefined, '/images/mug.webp', 'http://127.0.0.1/mug.webp'),
  });
  fc.assert(
    fc.property(arbitraryOrder, ({ sale, paidBefore, image }) => {
      const pricing = accepted(priceCart(sale));
      const amount = { ...pricing.total, amount: pricing.total.amount - paidBefore };
      fc.pre(amount.amount > 0);
      const described = { name: 'Mug', sku: 'MUG', ...(image === undefined ? {} : { image }) };
      const descriptions = Object.fromEntries(pricing.lines.map(({ variantId }) => [variantId, described]));
      const lines = checkoutLines({ pricing, descriptions }, amount, 'https://shop.example');
      const charge = toStripeAmount(amount)._unsafeUnwrap();
      const items = lineItemsOf({ ...page, amount, lines }, charge);
      requireAccepted(items);
      const sum = items.reduce(
        (all, { price_data: price, quantity }) => all + (price?.unit_amount ?? 0) * (quantity ?? 0),
        0,
      );
      expect(sum).toBe(charge.amount);
      // Each line of the order is shown, unless a part of it was paid before.
      expect(items.length).toBe(paidBefore > 0 ? 1 : lines.length);
      seen.lines = Math.max(seen.lines, items.length);
      if (paidBefore > 0) seen.wholes += 1;
      const shown = items.map(({ price_data: price }) => price);
      if (shown.some((price) => price?.unit_amount === 0)) seen.free += 1;
      if (shown.some((price) => price?.product_data?.description !== undefined)) seen.discounts += 1;
      if (shown.some((price) => price?.product_data?.name === 'Tax')) seen.taxLines += 1;
      if (shown.some((price) => price?.product_data?.images !== undefined)) seen.pictures += 1;
    }),
    { numRuns: Number(process.env['FC_RUNS'] ?? '200') },
  );
  expect(Math.min(...Object.values(seen)), `of ${JSON.stringify(seen)}`).toBeGreaterThan(0);
});

it('shows what was ordered with its picture, and how it is sent', async () => {
  const shop = await openStripeShop();
  try {
    const product = [...shop.store.committed().products.values()].find(({ slug }) => slug === 'mug');
    const images = [{ id: shop.ids.next(), url: '/images/mug.webp', alt: 'A mug' }];
    const saved = await shop.unitOfWork.run(({ products }) =>
      products
        .lock(product?.id ?? '')
        .andThen((found) =>
          found === undefined
            ? products.page({ limit: 0 })
            : products.save({ ...found, images, version: found.version + 1 }, { initial: new Map() }),
        ),
    );
    expect(saved.isOk()).toBe(true);
    const { order, caller } = await guestOrder(shop, { quantity: 2 });
    await shop.start(order, caller, 'checkout');
    const request = (await shop.stripe.requests()).find(({ operation }) => operation === 'POST /v1/checkout/sessions');
    const priced = (name: string, amount: number, shown = {}) => ({
      currency: 'usd',
      unit_amount: amount,
      product_data: { name, ...shown },
    });
    expect(request?.parameters['line_items']).toEqual([
      { quantity: 2, price_data: priced('Mug', 1200, { images: ['https://shop.example/images/mug.webp'] }) },
      { quantity: 1, price_data: priced('Shipping: Standard', 500) },
    ]);
  } finally {
    await shop.stripe.stop();
  }
});
