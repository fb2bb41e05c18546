import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '../../../../testing/shop-over-http.js';

let shop: Shop;
let order: { readonly id: string; readonly number: string; readonly token: string };
beforeEach(async () => {
  shop = await openShop();
  const { body } = await shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': 'order' },
    body: { items: [{ variantId: shop.mug, quantity: 2 }], email: 'ada@example.com', shippingAddress: address },
  });
  order = body;
});
const open = (url = `/orders/${order.id}?token=${order.token}`) => shop.server.inject({ method: 'GET', url });
const pay = async () => {
  const headers = { 'x-order-token': order.token, 'idempotency-key': 'pay' };
  const { body } = await shop.call('POST', `/api/v1/orders/${order.id}/payments`, {
    headers,
    body: { method: 'card' },
  });
  await shop.call('POST', `/api/v1/sandbox/payments/${body.paymentId}/confirm`, {
    body: { paymentMethod: 'pm_card_visa' },
  });
};

describe('the page of an order', () => {
  it('shows the state and the price to whoever has the link of a mail, and no personal data', async () => {
    const page = await open();
    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(page.body).toContain(`<h1>Order ${order.number}</h1>`);
    expect(page.body).toContain('Waiting for payment');
    expect(page.body).toContain('<th scope="row">2 × Mug</th><td>$40.00</td>');
    expect(page.body).toContain('<th scope="row">Total</th><td>$45.00</td>');
    expect(page.body).toContain('<meta name="robots" content="noindex">');
    for (const personal of ['ada@example.com', address.fullName, address.line1]) {
      expect(page.body).not.toContain(personal);
    }
  });

  it('shows parcels and refunds', async () => {
    await pay();
    expect((await open()).body).toContain('Paid. We are preparing your order.');
    const headers = shop.as('support');
    await shop.call('POST', `/api/v1/admin/orders/${order.id}/refunds`, {
      headers: { ...headers, 'idempotency-key': 'refund' },
      body: { amount: { amount: 500, currency: 'USD' }, reason: 'scratched' },
    });
    await shop.call('POST', `/api/v1/admin/orders/${order.id}/shipments`, {
      headers,
      body: { lines: [{ variantId: shop.mug, quantity: 1 }], carrier: '<b>DHL</b>', trackingNumber: 'T-1' },
    });
    const { body } = await open();
    expect(body).toContain('Partly shipped');
    expect(body).toContain('<th scope="row">1 × Mug</th><td>On its way, &lt;b&gt;DHL&lt;/b&gt;, T-1</td>');
    expect(body).toContain('<th scope="row">Refund requested</th><td>$5.00</td>');
  });

  it('explains in a page that a link is wrong, alike for every kind of wrong link', async () => {
    const unknown = '0193e4a1-0000-7000-8000-000000000000';
    const pages = await Promise.all(
      [
        `/orders/${order.id}`,
        `/orders/${order.id}?token=`,
        `/orders/${order.id}?token=wrong`,
        `/orders/${unknown}?token=${order.token}`,
        '/orders/nonsense?token=x',
      ].map(open),
    );
    expect(pages.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404]);
    expect(new Set(pages.map(({ body }) => body)).size).toBe(1);
    expect(pages[0]?.body).toContain('Order not found');
    expect(pages[0]?.headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it('says that it is not available while storage is away', async () => {
    shop.store.goAway();
    const page = await open();
    expect([page.statusCode, page.headers['retry-after']]).toEqual([503, expect.any(String)]);
    expect(page.body).toContain('The page is not available');
  });
});
