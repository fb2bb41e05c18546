import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
let order: { readonly id: string; readonly headers: Record<string, string> };
beforeEach(async () => {
  shop = await openShop();
  order = await placeMug('order-1');
});
const usd = (amount: number) => ({ amount, currency: 'USD' });

async function placeMug(key: string) {
  const { body } = await shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': key },
    body: { items: [{ variantId: shop.mug, quantity: 1 }], email: 'grace@example.com', shippingAddress: address },
  });
  return { id: String(body.id), headers: { 'x-order-token': String(body.token) } };
}
const start = (key = 'pay-1', { id, headers } = order, body: object = { method: 'card' }) =>
  shop.call('POST', `/api/v1/orders/${id}/payments`, { headers: { ...headers, 'idempotency-key': key }, body });
const confirm = (paymentId: string, paymentMethod: string, prefix = '/api/v1') =>
  shop.call('POST', `${prefix}/sandbox/payments/${paymentId}/confirm`, { body: { paymentMethod } });
const read = async () => (await shop.call('GET', `/api/v1/orders/${order.id}`, order)).body;

describe('paying an order', () => {
  it('is done when the sandbox has answered', async () => {
    const started = await start();
    expect([started.status, started.body]).toEqual([
      201,
      { paymentId: expect.any(String), provider: 'sandbox', clientSecret: expect.any(String) },
    ]);
    const { paymentId } = started.body;
    const confirmed = await confirm(paymentId, 'pm_card_visa');
    expect([confirmed.status, confirmed.body]).toEqual([200, { paymentId, status: 'succeeded' }]);
    expect(await read()).toMatchObject({
      status: 'paid',
      paymentStatus: 'paid',
      payments: [{ provider: 'sandbox', amount: usd(2500) }],
      timeline: [{ type: 'placed' }, { type: 'paid', amount: usd(2500) }],
    });
    const again = await confirm(paymentId, 'pm_card_visa');
    expect([again.status, again.body.code]).toEqual([409, 'sandbox-payment.already-succeeded']);
  });

  it('shows a bank debit as in progress, and starts no second payment meanwhile', async () => {
    const { paymentId } = (await start()).body;
    const confirmed = await confirm(paymentId, 'pm_usBankAccount_success');
    expect([confirmed.status, confirmed.body]).toEqual([200, { paymentId, status: 'processing' }]);
    expect(await read()).toMatchObject({ status: 'pending', paymentStatus: 'processing' });
    const again = await confirm(paymentId, 'pm_card_visa');
    expect([again.status, again.body.code]).toEqual([409, 'sandbox-payment.processing']);
    const second = await start('pay-2');
    expect([second.status, second.body.code]).toEqual([409, 'order.payment-in-progress']);
  });

  it('may fail and be tried again with another card', async () => {
    const { paymentId } = (await start()).body;
    const declined = await confirm(paymentId, 'pm_card_chargeDeclined');
    expect([declined.status, declined.body.status]).toEqual([200, 'requires_payment_method']);
    expect(await read()).toMatchObject({
      status: 'pending',
      timeline: [{ type: 'placed' }, { type: 'payment_failed', reason: 'card_declined' }],
    });
    await confirm(paymentId, 'pm_card_visa', '');
    expect((await read()).status).toBe('paid');
  });

  it('brings the first answer again to the same key', async () => {
    const first = await start();
    const second = await start();
    expect([second.status, second.text, second.headers['idempotency-replayed']]).toEqual([201, first.text, 'true']);
  });

  it('has its own keys for each order, and needs one', async () => {
    const first = await start();
    const other = await start('pay-1', await placeMug('order-2'));
    expect(other.status).toBe(201);
    expect(other.body.paymentId).not.toBe(first.body.paymentId);
    const { status, body } = await shop.call('POST', `/api/v1/orders/${order.id}/payments`, {
      ...order,
      body: { method: 'card' },
    });
    expect([status, body.code]).toEqual([400, 'idempotency.key-missing']);
  });

  it('is refused for an order that is paid already, by its status under another name', async () => {
    await confirm((await start()).body.paymentId, 'pm_card_visa');
    const { body } = await start('pay-2');
    expect(body).toMatchObject({ status: 409, code: 'order.not-payable', orderId: order.id, orderStatus: 'paid' });
  });

  it("is refused for somebody else's order, and by a method that there is not", async () => {
    const { status, body } = await start('pay-1', { id: order.id, headers: { 'x-order-token': 'guessed' } });
    expect([status, body.code]).toEqual([404, 'order.not-found']);
    expect((await start('pay-1', order, { method: 'cash' })).body.errors).toMatchObject([
      { field: 'method', message: 'must be one of card, transfer, checkout' },
    ]);
    expect((await start('pay-1', order, {})).body.errors).toEqual([
      { field: 'method', code: 'required', params: {}, message: 'is required' },
    ]);
  });

  it('is done on the provider’s page, which is asked for once and leads back to the shop', async () => {
    const pages = { successUrl: 'https://shop.example/paid', cancelUrl: 'https://shop.example/cart' };
    const first = await start('pay-1', order, { method: 'checkout', ...pages });
    const { paymentId } = first.body;
    const redirectUrl = `http://127.0.0.1:3000/sandbox/checkout/${paymentId}`;
    expect([first.status, first.body]).toEqual([201, { paymentId, provider: 'sandbox', redirectUrl }]);
    const again = await start('pay-1', order, { method: 'checkout', ...pages });
    expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([201, first.text, 'true']);
    await confirm(paymentId, 'pm_card_visa');
    expect((await read()).status).toBe('paid');
  });

  it('sends nobody to another site, and needs to know where to', async () => {
    const body = { method: 'checkout', successUrl: 'https://shop.example/paid', cancelUrl: 'https://evil.example/' };
    const refused = await start('pay-1', order, body);
    expect(refused.body).toMatchObject({ status: 422, code: 'payment.return-url-not-allowed', field: 'cancelUrl' });
    const { body: missing } = await start('pay-2', order, { method: 'checkout', successUrl: '' });
    expect(missing.errors).toMatchObject([
      { field: 'cancelUrl', message: 'is required' },
      { field: 'successUrl', message: 'must not be empty' },
    ]);
    const { body: surplus } = await start('pay-3', order, { ...body, method: 'card' });
    expect(surplus.errors).toContainEqual({
      field: 'successUrl',
      code: 'unknown',
      params: {},
      message: 'is unknown',
    });
  });

  it('gives money back when a paid order is cancelled', async () => {
    await confirm((await start()).body.paymentId, 'pm_card_visa');
    const { body } = await shop.call('POST', `/api/v1/orders/${order.id}/cancel`, order);
    expect(body).toMatchObject({ status: 'cancelled', dueBack: usd(2500) });
  });
});

describe('the sandbox', () => {
  it('refuses methods and payments that it does not know', async () => {
    const { paymentId } = (await start()).body;
    expect((await confirm(paymentId, 'pm_card_unheardOf')).body).toMatchObject({
      status: 422,
      code: 'sandbox-payment.unknown-method',
    });
    expect((await confirm(order.id, 'pm_card_visa')).body).toMatchObject({
      status: 404,
      code: 'sandbox-payment.not-found',
    });
    expect((await confirm('nothing', 'pm_card_visa')).status).toBe(404);
  });

  it('does not exist beside a real provider', async () => {
    const real = await openShop({}, { sandbox: false });
    const { status, body } = await real.call('POST', `/api/v1/sandbox/payments/${order.id}/confirm`, { body: {} });
    expect([status, body.code]).toEqual([404, 'request.not-found']);
  });
});
