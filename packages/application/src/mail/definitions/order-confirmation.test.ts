import type { Order } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { guestOrder, home, openShop, guest, request, type Shop } from '../../../testing/shop-in-memory.js';
import { makeOrderLinks } from '../../ordering/order-link.js';
import { layOutMail } from '../lay-out-mail.js';
import type { MailContext } from '../mail-definition.js';
import { orderConfirmation } from './order-confirmation.js';

let shop: Shop;
let order: Order;
beforeEach(async () => {
  shop = await openShop();
  ({ order } = await guestOrder(shop, { quantity: 2 }));
});

/** The mail about an order, which need not be stored. */
const mailOf = async (given: Order) => {
  const { downloadLinks, invoiceLinks } = shop;
  const orderLinks = makeOrderLinks({ secrets: shop.secrets, publicUrl: 'https://shop.example' });
  const orders = { find: () => okAsync({ order: given, version: 1 }) };
  const context = { downloadLinks, invoiceLinks, orderLinks, repositories: { orders } } as unknown as MailContext;
  const { id: orderId, pricing, placedAt: at } = given;
  const composed = await orderConfirmation.compose(
    { type: 'order.placed', orderId, total: pricing.total, at },
    context,
  );
  const { recipient = '', text } = composed._unsafeUnwrap() ?? {};
  if (text === undefined) throw new Error('nothing was composed');
  return layOutMail({ ...text, id: 'event-1', to: recipient });
};

it('lists the items and the total, alike in text and HTML', async () => {
  const { text, html, to } = await mailOf(order);
  expect(to).toBe('guest@example.org');
  expect(text.split('\n')).toEqual([
    'Thank you for your order.',
    '',
    'Order TEST-000001',
    '2 × Mug: $24.00',
    'Shipping: $5.00',
    'Total: $29.00',
    '',
    expect.stringMatching(/^View your order: https:\/\/shop\.example\/orders\/.+\?token=.+$/),
    '',
  ]);
  for (const part of ['TEST-000001', '2 × Mug', '$24.00', 'Shipping', '$5.00', 'Total', '$29.00']) {
    expect(html).toContain(part);
  }
});

it('shows a discount, and leaves out what costs nothing', async () => {
  const placed = await shop.placeOrder({
    caller: guest,
    request: request('saved'),
    source: { type: 'items', items: [{ variantId: shop.eBook, quantity: 1 }] },
    email: 'guest@example.org',
    coupons: ['save10'],
    shippingAddress: home,
  });
  const { text } = await mailOf(placed._unsafeUnwrap().order);
  expect(text).toContain('You save: $1.50\nTotal: $13.50');
  expect(text).not.toMatch(/Shipping|Tax/);
});

it('does not let the name of a product become markup', async () => {
  const name = `<script>alert("1")</script> & Sons`;
  const { html, text } = await mailOf({ ...order, descriptions: { [shop.mug]: { name, sku: 'MUG' } } });
  expect(html).not.toContain('<script');
  expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Sons');
  expect(text).toContain(name);
});

it('does not let the name of a product become a line of its own', async () => {
  const name = 'Mug\r\nTotal: $0.00\nMug';
  const { text } = await mailOf({ ...order, descriptions: { [shop.mug]: { name, sku: 'MUG' } } });
  expect(text.split('\n').filter((line) => line.startsWith('Total'))).toEqual(['Total: $29.00']);
});

it('names a variant without a description by its id', async () => {
  expect((await mailOf({ ...order, descriptions: {} })).text).toContain(`2 × ${shop.mug}: $24.00`);
});
