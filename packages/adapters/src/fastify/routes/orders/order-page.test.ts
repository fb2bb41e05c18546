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
const ownUrl = () => `/orders/${order.id}?token=${order.token}`;
const open = (url = ownUrl(), headers: Readonly<Record<string, string>> = {}) =>
  shop.server.inject({ method: 'GET', url, headers });
const submit = (url = ownUrl()) =>
  shop.server.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
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
    expect(page.body).toContain('<th scope="row">2 × Mug<br><small>$20.00 each</small></th><td>$40.00</td>');
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
    expect(body).toContain(
      '<th scope="row">1 × Mug</th><td>On its way, Carrier: &lt;b&gt;DHL&lt;/b&gt;, Tracking number: T-1</td>',
    );
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
      ].map((url) => open(url)),
    );
    expect(pages.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404]);
    expect(new Set(pages.map(({ body }) => body)).size).toBe(1);
    expect(pages[0]?.body).toContain('Order not found');
    expect(pages[0]?.headers['content-type']).toBe('text/html; charset=utf-8');
    const german = await open('/orders/nonsense?token=x', { 'accept-language': 'de-AT' });
    expect(german.body).toContain('<html lang="de">');
    expect(german.body).toContain('Bestellung nicht gefunden');
  });

  it('says that it is not available while storage is away', async () => {
    shop.store.goAway();
    const page = await open();
    expect([page.statusCode, page.headers['retry-after']]).toEqual([503, expect.any(String)]);
    expect(page.body).toContain('The page is not available');
  });

  it('leads to the checkout of what is unpaid, which leads back, and shows the invoice of the paid order', async () => {
    expect((await open()).body).toMatch(/Please pay \$45\.00 by .*<button>Pay for your order<\/button>/su);
    const continued = await submit();
    expect(continued.statusCode).toBe(200);
    const [, path = ''] =
      /content="0; url=http:\/\/127\.0\.0\.1:3000(\/sandbox\/checkout\/[^"]+)"/u.exec(continued.body) ?? [];
    expect(continued.body).toContain(`${path}">Continue to payment</a>`);
    // A second click resumes the same payment.
    expect((await submit()).body).toContain(path);

    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const returned = await shop.server.inject({ method: 'POST', url: path, headers, payload: 'action=pay' });
    expect(returned.headers['location']).toBe(`http://127.0.0.1:3000${ownUrl()}&returned=true`);
    const paid = await open(`${ownUrl()}&returned=true`);
    expect(paid.body).toContain('Paid. We are preparing your order.');
    expect(paid.body).not.toContain('<button>');
    const [, invoice = ''] =
      /href="http:\/\/127\.0\.0\.1:3000([^"]+)">Invoice INV-000001 \(PDF\)/u.exec(paid.body) ?? [];
    const pdf = await open(invoice);
    expect([pdf.statusCode, pdf.headers['content-type'], pdf.headers['content-disposition']]).toEqual([
      200,
      'application/pdf',
      'inline; filename="invoice-INV-000001.pdf"',
    ]);

    const again = await submit();
    expect([again.statusCode, again.headers['location']]).toEqual([303, ownUrl()]);
  });

  it('waits for the confirmation of a payment instead of starting another one', async () => {
    const { body } = await open(`${ownUrl()}&returned=true`);
    expect(body).toContain('We are waiting for the confirmation of your payment.');
    expect(body).not.toContain('<button>');
    expect(body).toContain(`<a href="${ownUrl()}">Reload the page</a>`);
  });

  it('starts no payment for a wrong link', async () => {
    const refused = await submit(`/orders/${order.id}?token=wrong`);
    expect([refused.statusCode, shop.store.committed().payments.size]).toEqual([404, 0]);
  });

  it('links credit notes of refunds', async () => {
    await pay();
    await shop.call('POST', `/api/v1/admin/orders/${order.id}/refunds`, {
      headers: { ...shop.as('support'), 'idempotency-key': 'refund' },
      body: { amount: { amount: 500, currency: 'USD' }, reason: 'scratched' },
    });
    // As the job does.
    const refundId = shop.store.committed().orders.get(order.id)?.order.refunds[0]?.id ?? '';
    (await shop.useCases.sendRefund({ orderId: order.id, refundId }))._unsafeUnwrap();
    const [, note = ''] =
      /href="http:\/\/127\.0\.0\.1:3000([^"]+)">Credit note CN-000001/u.exec((await open()).body) ?? [];
    const pdf = await open(note);
    expect([pdf.statusCode, pdf.headers['content-disposition']]).toEqual([
      200,
      'inline; filename="credit-note-CN-000001.pdf"',
    ]);
  });

  it('is in the language of the order, with the texts of the shop', async () => {
    shop = await openShop({}, { mailTexts: { de: { 'order-page.pending': 'Noch offen' } } });
    const { body: german } = await shop.call('POST', '/api/v1/orders', {
      headers: { 'idempotency-key': 'german', 'accept-language': 'de-AT' },
      body: { items: [{ variantId: shop.mug, quantity: 1 }], email: 'ada@example.com', shippingAddress: address },
    });
    const { body } = await open(`/orders/${german.id}?token=${german.token}`);
    expect(body).toContain('<html lang="de">');
    expect(body).toContain(`<h1>Bestellung ${german.number}</h1>`);
    expect(body).toContain('Noch offen');
    expect(body).toContain('<button>Bestellung bezahlen</button>');
    expect(body).toContain('<th scope="row">Gesamt</th>');
  });
});
