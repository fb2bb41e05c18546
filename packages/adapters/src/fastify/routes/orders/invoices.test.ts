import { beforeEach, describe, expect, it } from 'vitest';
import { pdfPages } from '../../../../testing/read-pdf.js';
import { address, openShop, type Shop } from '../../../../testing/shop-over-http.js';

let shop: Shop;
let order: { readonly id: string; readonly number: string; readonly headers: Record<string, string> };
beforeEach(async () => {
  shop = await openShop();
  const { body } = await shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': 'order' },
    body: { items: [{ variantId: shop.mug, quantity: 2 }], email: 'ada@example.com', shippingAddress: address },
  });
  order = { id: body.id, number: body.number, headers: { 'x-order-token': body.token } };
});
const path = () => `/api/v1/orders/${order.id}/invoice.pdf`;
const invoice = (headers: Record<string, string> = order.headers) =>
  shop.server.inject({ method: 'GET', url: path(), headers });
const pay = async () => {
  const headers = { ...order.headers, 'idempotency-key': 'pay' };
  const { body } = await shop.call('POST', `/api/v1/orders/${order.id}/payments`, {
    headers,
    body: { method: 'card' },
  });
  await shop.call('POST', `/api/v1/sandbox/payments/${body.paymentId}/confirm`, {
    body: { paymentMethod: 'pm_card_visa' },
  });
};

describe('the invoice of an order', () => {
  it('is a PDF that says what the order says, for its owner and for support', async () => {
    await pay();
    const answer = await invoice();
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="invoice-INV-000001.pdf"`,
      'cache-control': 'private, no-store',
      'content-length': String(answer.rawPayload.length),
      'x-content-type-options': 'nosniff',
      etag: expect.stringMatching(/^"[\w-]{27}"$/),
    });
    const lines = pdfPages(answer.rawPayload).flat();
    expect(lines).toEqual(
      expect.arrayContaining(['Mug  2  $20.00  $40.00', 'Shipping (Post)  $5.00', 'Total  $45.00']),
    );
    expect((await invoice(shop.as('support'))).rawPayload.equals(answer.rawPayload)).toBe(true);
  });

  it('is the same PDF under the same tag each time', async () => {
    await pay();
    const [one, other] = [await invoice(), await invoice()];
    expect(other.rawPayload.equals(one.rawPayload)).toBe(true);
    expect(other.headers.etag).toBe(one.headers.etag);
  });

  it('is named by the order, and its credit notes are, which are PDFs of their own', async () => {
    await pay();
    const before = await shop.call('GET', `/api/v1/orders/${order.id}`, { headers: order.headers });
    expect(before.body).toMatchObject({ invoice: { number: 'INV-000001' }, creditNotes: [] });
    await shop.call('PATCH', '/api/v1/admin/shop', {
      headers: shop.as('admin'),
      body: { name: 'Töpferei Müller', vatNumber: 'DE129273398' },
    });
    await shop.call('POST', `/api/v1/orders/${order.id}/cancel`, { headers: order.headers, body: {} });
    // As the jobs do.
    (await shop.useCases.requestDueRefunds({ orderId: order.id, jobId: 'job-1' }))._unsafeUnwrap();
    const refundId = shop.store.committed().orders.get(order.id)?.order.refunds[0]?.id ?? '';
    (await shop.useCases.sendRefund({ orderId: order.id, refundId }))._unsafeUnwrap();
    const { body } = await shop.call('GET', `/api/v1/orders/${order.id}`, { headers: order.headers });
    expect(body.invoice).toEqual(before.body.invoice);
    expect(body.creditNotes).toEqual([
      {
        number: 'CN-000001',
        refundId,
        amount: body.total,
        tax: { amount: 0, currency: 'USD' },
        issuedAt: expect.any(String),
      },
    ]);
    const note = (number: string, headers: Record<string, string> = order.headers) =>
      shop.server.inject({ method: 'GET', url: `/api/v1/orders/${order.id}/credit-notes/${number}.pdf`, headers });
    const answer = await note('CN-000001');
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['content-disposition']]).toEqual([
      200,
      'application/pdf',
      'inline; filename="credit-note-CN-000001.pdf"',
    ]);
    const lines = pdfPages(answer.rawPayload).flat();
    expect(lines).toContain('Credited  $45.00');
    expect(lines.some((line) => line.includes('VAT number DE129273398'))).toBe(true);
    expect((await note('CN-000001', shop.as('support'))).rawPayload.equals(answer.rawPayload)).toBe(true);
    for (const number of ['CN-000002', 'INV-000001', 'x'])
      expect((await note(number)).json()).toMatchObject({ status: 404, code: 'credit-note.not-found' });
    expect((await note('CN-000001', {})).json()).toMatchObject({ status: 404, code: 'order.not-found' });
    // The invoice names the seller as they were when it was issued.
    expect(
      pdfPages((await invoice()).rawPayload)
        .flat()
        .join(),
    ).not.toContain('DE129273398');
  });

  it('has the VAT number of the buyer, which stays on it when they are erased', async () => {
    const place = (vatNumber: string, key: string) =>
      shop.call('POST', '/api/v1/orders', {
        headers: { 'idempotency-key': key },
        body: { items: [{ variantId: shop.book, quantity: 1 }], email: 'firm@example.com', vatNumber },
      });
    const { status, body: refusal } = await place('DE12927339', 'malformed');
    expect([status, refusal.errors]).toMatchObject([400, [{ field: 'vatNumber', code: 'format' }]]);
    const { body } = await place('de 129 273 398', 'firm');
    expect(body.vatNumber).toBe('DE129273398');
    order = { id: body.id, number: body.number, headers: { 'x-order-token': body.token } };
    await pay();
    const before = await invoice(shop.as('support'));
    expect(pdfPages(before.rawPayload).flat()).toContain('VAT number DE129273398');
    const erased = await shop.call('POST', '/api/v1/admin/customers/erase', {
      headers: shop.as('admin'),
      body: { email: 'firm@example.com' },
    });
    expect(erased.status).toBe(204);
    expect(shop.store.committed().orders.get(order.id)?.order).not.toHaveProperty('vatNumber');
    expect((await invoice(shop.as('support'))).rawPayload.equals(before.rawPayload)).toBe(true);
  });

  it('does not exist before the order is paid', async () => {
    const answer = await invoice();
    expect([answer.statusCode, answer.headers['content-type'], answer.json()]).toEqual([
      409,
      expect.stringContaining('application/problem+json'),
      expect.objectContaining({ code: 'invoice.not-available', orderId: order.id, paymentStatus: 'unpaid' }),
    ]);
  });

  it("is nobody else's", async () => {
    await pay();
    const { headers } = await shop.register();
    for (const others of [{}, headers, shop.as('editor'), { 'x-order-token': 'guessed' }]) {
      const answer = await invoice(others as Record<string, string>);
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'order.not-found']);
    }
  });

  it('is opened by a link that needs nothing else', async () => {
    await pay();
    const { url } = shop.invoiceLinks.sign(order.id, 60_000);
    const open = () => shop.server.inject({ method: 'GET', url: url.slice('http://127.0.0.1:3000'.length) });
    const answer = await open();
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'private, no-store']);
    // It is opened at an address that is the secret itself.
    expect(answer.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(answer.rawPayload.equals((await invoice()).rawPayload)).toBe(true);
    shop.clock.advance(60_000);
    const late = await open();
    expect([late.statusCode, late.json().code]).toEqual([410, 'link.expired']);
  });

  it('is described as a PDF', async () => {
    const { body } = await shop.call('GET', '/openapi.json');
    const { responses } = body.paths['/api/v1/orders/{id}/invoice.pdf'].get;
    expect(responses['200'].content).toEqual({ 'application/pdf': { schema: {} } });
    expect(responses['409'].description).toContain('invoice.not-available');
  });
});

describe('the packing slip of an order', () => {
  const slip = (role: 'support' | 'viewer' | 'customer' = 'support') =>
    shop.server.inject({
      method: 'GET',
      url: `/api/v1/admin/orders/${order.id}/packing-slip.pdf`,
      headers: shop.as(role),
    });

  it('names the address and what is still to be sent, and no price', async () => {
    await pay();
    const answer = await slip('viewer');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    const text = pdfPages(answer.rawPayload).flat().join('\n');
    expect(text).toContain(`Packing slip of order ${order.number}`);
    expect(text).toContain(address.fullName);
    expect(text).toContain('MUG');
    expect(text).not.toMatch(/\$|20\.00|Unit price|Amount/u);
  });

  it('is refused once nothing is to be sent, and to customers', async () => {
    await pay();
    expect((await slip('customer')).statusCode).toBe(403);
    await shop.call('POST', `/api/v1/admin/orders/${order.id}/shipments`, {
      headers: shop.as('support'),
      body: { carrier: 'DHL', trackingNumber: 'T-1' },
    });
    const refused = await slip();
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([409, 'order.nothing-to-send']);
  });
});
