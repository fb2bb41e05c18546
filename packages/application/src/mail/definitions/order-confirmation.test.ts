import type { Order } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { guestOrder, home, openShop, guest, request, timeToPayMs, type Shop } from '../../../testing/shop-in-memory.js';
import { makeAccountLinks } from '../../identity/account-links.js';
import { makeOrderLinks } from '../../ordering/order-link.js';
import { layOutMail } from '../lay-out-mail.js';
import type { MailOverrides } from '../texts/mail-texts.js';
import { orderConfirmation } from './order-confirmation.js';

let shop: Shop;
let order: Order;
beforeEach(async () => {
  shop = await openShop();
  ({ order } = await guestOrder(shop, { quantity: 2 }));
});

/** The mail about an order, which need not be stored. */
const mailOf = async (given: Order, mailTexts: MailOverrides = {}, assets: { readonly assetsUrl?: string } = {}) => {
  const { downloadLinks, invoiceLinks } = shop;
  const accountLinks = makeAccountLinks({ secrets: shop.secrets, publicUrl: 'https://shop.example' });
  const publicUrl = 'https://shop.example';
  const orderLinks = makeOrderLinks({ secrets: shop.secrets, publicUrl });
  const composed = await shop.unitOfWork.read((repositories) => {
    const orders = { ...repositories.orders, find: () => okAsync({ order: given, version: 1 }) };
    const links = { downloadLinks, invoiceLinks, orderLinks, accountLinks };
    const settings = { mail: 'order-confirmation', mailTexts, timeToPayMs, publicUrl, shop: undefined, ...assets };
    const { id: orderId, pricing, placedAt: at } = given;
    return orderConfirmation.compose(
      { type: 'order.placed', orderId, total: pricing.total, at },
      { ...links, ...settings, repositories: { ...repositories, orders } },
    );
  });
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
    '2 × Mug: $24.00 ($12.00 each)',
    'Shipping: Standard: $5.00',
    'Total: $29.00',
    'Ordered on: November 21, 2026',
    '',
    'Shipping address:',
    'Ada Lovelace',
    '1 Mill Lane',
    'Ockham',
    'United Kingdom',
    '',
    expect.stringMatching(/^Please pay \$29\.00 by November 21, 2026 at .+ UTC\.$/),
    '',
    expect.stringMatching(/^Pay for your order: https:\/\/shop\.example\/orders\/.+\?token=.+$/),
    expect.stringMatching(/^View your order: https:\/\/shop\.example\/orders\/.+\?token=.+$/),
    '',
  ]);
  for (const part of ['TEST-000001', '2 × Mug', '$24.00', 'Shipping', '$5.00', 'Total', '$29.00']) {
    expect(html).toContain(part);
  }
});

it('shows the picture of each line in HTML, from the shop or its CDN', async () => {
  const pictured = async (url: string, assets = {}) => {
    await shop.store.transact((tables) => {
      for (const [id, product] of tables.products)
        tables.products.set(id, { ...product, images: [{ id: 'front', url, alt: '' }] });
      return okAsync(undefined);
    });
    const { html } = await mailOf(order, {}, assets);
    return [...html.matchAll(/<img src="([^"]+)"/gu)].map(([, address]) => address);
  };
  const cdn = { assetsUrl: 'https://cdn.example/shop' };
  // As JPEG: Outlook for Windows shows no WebP.
  expect(await pictured('/images/1/list.webp')).toEqual(['https://shop.example/images/1/mail.jpg']);
  expect(await pictured('/images/1/list.webp', cdn)).toEqual(['https://cdn.example/shop/images/1/mail.jpg']);
  expect(await pictured('https://elsewhere.example/mug.jpg', cdn)).toEqual(['https://elsewhere.example/mug.jpg']);
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

it('is in the language of the order, which is English where nobody knows it', async () => {
  const { text, html, subject } = await mailOf({ ...order, locale: 'de-AT' });
  expect(subject).toBe('Ihre Bestellung TEST-000001');
  expect(text).toContain('2 × Mug: 24,00\u00A0$ (je 12,00\u00A0$)'.replaceAll('\u00A0', ' '));
  expect(text).toMatch(/Bitte zahlen Sie 29,00 \$ bis 21\. November 2026/u);
  expect(html).toContain('<html lang="de">');
  expect((await mailOf({ ...order, locale: 'fr' })).subject).toBe('Your order TEST-000001');
});

it('says what the shop says instead, in a language of its own too', async () => {
  const own = {
    en: { 'order-confirmation.opening': 'Ta!' },
    fr: { 'order-confirmation.subject': 'Commande {number}' },
  };
  expect((await mailOf(order, own)).text).toMatch(/^Ta!\n/u);
  const french = await mailOf({ ...order, locale: 'fr-CA' }, own);
  expect([french.subject, french.text.split('\n')[0]]).toEqual(['Commande TEST-000001', 'Thank you for your order.']);
});

it('asks for nothing that is paid, and shows tax that the prices include', async () => {
  const { pricing } = order;
  const priced = { ...pricing, taxIncluded: true, taxTotal: { ...pricing.total, amount: 483 } };
  const { text } = await mailOf({ ...order, pricing: priced, status: 'paid', paymentStatus: 'paid' });
  expect(text).not.toMatch(/Please pay|Pay for your order/u);
  expect(text).toContain('Total: $29.00\nIncluding tax of: $4.83');
});

it('shows tax that comes on top of the prices above the total', async () => {
  const taxTotal = { ...order.pricing.total, amount: 580 };
  const total = { ...order.pricing.total, amount: 3480 };
  const { text, html } = await mailOf({ ...order, pricing: { ...order.pricing, taxIncluded: false, taxTotal, total } });
  expect(text).toContain('Shipping: Standard: $5.00\nTax: $5.80\nTotal: $34.80\n');
  expect(text).not.toContain('Including tax');
  expect(html).toMatch(/>Tax<\/td><td[^>]*>\$5\.80<[\s\S]*>Total<\/td><td[^>]*>\$34\.80</u);
});
