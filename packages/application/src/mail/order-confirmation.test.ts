import type { Order } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import { guestOrder, home, openShop, guest, request, type Shop } from '../../testing/shop-in-memory.js';
import { orderConfirmation } from './order-confirmation.js';

let shop: Shop;
let order: Order;
beforeEach(async () => {
  shop = await openShop();
  ({ order } = await guestOrder(shop, { quantity: 2 }));
});

it('says what was ordered and what it comes to, in words and in markup alike', () => {
  const { text, html } = orderConfirmation('event-1', order);
  expect(text).toBe(
    [
      'Thank you for your order.',
      '',
      'Order TEST-000001',
      '2 × Mug: $24.00',
      'Shipping: $5.00',
      'Total: $29.00',
      '',
    ].join('\n'),
  );
  for (const part of ['TEST-000001', '2 × Mug', '$24.00', 'Shipping', '$5.00', 'Total', '$29.00']) {
    expect(html).toContain(part);
  }
});

it('says what was saved when something was, and leaves out what costs nothing', async () => {
  const placed = await shop.placeOrder({
    caller: guest,
    request: request('saved'),
    source: { type: 'items', items: [{ variantId: shop.eBook, quantity: 1 }] },
    email: 'guest@example.org',
    coupons: ['save10'],
    shippingAddress: home,
  });
  const { text } = orderConfirmation('event-2', placed._unsafeUnwrap().order);
  expect(text).toContain('You save: $1.50\nTotal: $13.50');
  expect(text).not.toMatch(/Shipping|Tax/);
});

it('lets nothing that a product is called become markup', () => {
  const name = `<script>alert("1")</script> & Sons`;
  const { html, text } = orderConfirmation('event-1', { ...order, descriptions: { [shop.mug]: { name, sku: 'MUG' } } });
  expect(html).not.toContain('<script');
  expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Sons');
  expect(text).toContain(name);
});

it('lets nothing that a product is called become a line of its own', () => {
  const name = 'Mug\r\nTotal: $0.00\nMug';
  const { text } = orderConfirmation('event-1', { ...order, descriptions: { [shop.mug]: { name, sku: 'MUG' } } });
  expect(text.split('\n').filter((line) => line.startsWith('Total'))).toEqual(['Total: $29.00']);
});

it('names a variant by its id when nothing is known of it', () => {
  expect(orderConfirmation('event-1', { ...order, descriptions: {} }).text).toContain(`2 × ${shop.mug}: $24.00`);
});
