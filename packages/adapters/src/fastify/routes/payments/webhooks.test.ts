import type { ProviderEvent, ReadWebhook, WebhookReader } from '@cartwright/application';
import { createHmac } from 'node:crypto';
import { err, ok } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type ShopResponse, type Shop } from '@cartwright/adapters/testing/shop-over-http';

/** Reads messages of a made-up form, signed over their bytes as Stripe's are. */
const sign = (body: string | Uint8Array): string => createHmac('sha256', 'a secret').update(body).digest('hex');
const reader: WebhookReader = {
  provider: 'stripe',
  read: ({ body, signature }) => {
    if (signature !== sign(body)) return err({ type: 'webhook.signature-invalid', reason: 'no match' });
    const { livemode = true, ...message } = JSON.parse(new TextDecoder().decode(body)) as ReadWebhook & {
      readonly livemode?: boolean;
    };
    return livemode ? ok(message) : err({ type: 'webhook.livemode-mismatch', reason: 'a test event' });
  },
};

let shop: Shop;
let order: { readonly id: string; readonly headers: Record<string, string> };
/** That a card payment of the order was taken, all 25.00 of it. */
let captured: Extract<ProviderEvent, { readonly type: 'payment.captured' }>;
beforeEach(async () => {
  shop = await openShop({}, { webhookReader: reader });
  const placed = await shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': 'order' },
    body: { items: [{ variantId: shop.mug, quantity: 1 }], email: 'grace@example.com', shippingAddress: address },
  });
  order = { id: String(placed.body.id), headers: { 'x-order-token': String(placed.body.token) } };
  const started = await shop.call('POST', `/api/v1/orders/${order.id}/payments`, {
    headers: { ...order.headers, 'idempotency-key': 'pay' },
    body: { method: 'card' },
  });
  captured = {
    type: 'payment.captured',
    provider: 'sandbox',
    eventId: 'evt_1',
    at: '2026-11-21T10:00:00.000Z',
    orderId: order.id,
    paymentId: String(started.body.paymentId),
    reference: String(started.body.clientSecret).split('_secret_')[0] ?? '',
    amount: { amount: 2500, currency: 'USD' },
  };
});

const post = (body: string, headers: Record<string, string> = {}): Promise<ShopResponse> =>
  shop.call('POST', '/api/v1/webhooks/stripe', {
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': sign(body), ...headers },
    body,
  });
const report = (event: ProviderEvent): Promise<ShopResponse> =>
  post(JSON.stringify({ eventId: event.eventId, eventType: 'captured', event }));
const read = async () => (await shop.call('GET', `/api/v1/orders/${order.id}`, order)).body;

describe('a webhook', () => {
  it('that reports a payment pays the order, once', async () => {
    const first = await report(captured);
    expect([first.status, first.body, first.headers['cache-control']]).toEqual([200, { received: true }, 'no-store']);
    const paid = await read();
    expect(paid).toMatchObject({
      status: 'paid',
      payments: [{ reference: captured.reference, amount: captured.amount }],
    });
    const again = await report(captured);
    expect([again.status, again.body]).toEqual([200, { received: true }]);
    expect(await read()).toEqual(paid);
  });

  it('that reports a refund made by hand, or a dispute, is seen in the order', async () => {
    await report(captured);
    const { provider, reference, at } = captured;
    const about = { provider, reference, at, amount: { amount: 500, currency: 'USD' } };
    await report({ ...about, eventId: 'evt_2', type: 'refund.confirmed', refundId: 're_1' });
    await report({
      ...about,
      eventId: 'evt_3',
      type: 'refund.failed',
      refundId: 're_2',
      reason: 'lost_or_stolen_card',
    });
    await report({ ...about, eventId: 'evt_4', type: 'dispute.opened', disputeId: 'dp_1' });
    const refund = { amount: about.amount, paymentReference: reference, reason: 'made at the payment provider' };
    expect(await read()).toMatchObject({
      paymentStatus: 'partially_refunded',
      refunds: [
        { ...refund, id: 're_1', status: 'confirmed' },
        { ...refund, id: 're_2', status: 'failed', failure: 'lost_or_stolen_card' },
      ],
      disputes: [{ id: 'dp_1', paymentReference: reference, amount: about.amount, status: 'open', openedAt: at }],
    });
  });

  it('that does not concern the shop is received and changes nothing', async () => {
    const before = await read();
    const { status, body } = await post(JSON.stringify({ eventId: 'evt_2', eventType: 'customer.created' }));
    expect([status, body]).toEqual([200, { received: true }]);
    expect(await read()).toEqual(before);
  });

  it('is read byte for byte: escapes, white space and the order of keys are the sender’s', async () => {
    const body = ` { "eventType" : "c\\u0061ptured",\r\n"eventId":"evt_1", "event": ${JSON.stringify(captured)} } `;
    expect((await post(body)).status).toBe(200);
    expect((await read()).status).toBe('paid');
  });

  it('that was serialised anew on its way is refused, and nothing of it believed', async () => {
    const sent = `${JSON.stringify({ eventId: 'evt_1', eventType: 'captured', event: captured })} `;
    const { status, body } = await post(sent.trim(), { 'stripe-signature': sign(sent) });
    expect([status, body.code]).toEqual([400, 'webhook.signature-invalid']);
    expect((await read()).status).toBe('pending');
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['without a signature', { 'stripe-signature': undefined }, '{}'],
    ['with an empty signature', { 'stripe-signature': '' }, '{}'],
    ['without a body', { 'content-type': undefined }, ''],
  ])('%s is refused', async (_name, headers, sent) => {
    const given = Object.entries({ 'content-type': 'application/json', 'stripe-signature': 'none', ...headers });
    const { status, body } = await shop.call('POST', '/api/v1/webhooks/stripe', {
      headers: Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
      ...(sent === '' ? {} : { body: sent }),
    });
    expect([status, body.code]).toEqual([400, 'webhook.signature-invalid']);
  });

  it('of another mode is refused', async () => {
    const { status, body } = await post(
      JSON.stringify({ eventId: 'evt_1', eventType: 'captured', event: captured, livemode: false }),
    );
    expect([status, body.code, body.reason]).toEqual([400, 'webhook.livemode-mismatch', 'a test event']);
    expect((await read()).status).toBe('pending');
  });

  it('of somebody else’s payment is refused so that it is sent again, and changes nothing', async () => {
    const { status, body } = await report({ ...captured, reference: 'pi_other' });
    expect([status, body.code, body.reference]).toEqual([409, 'payment.not-ours', 'pi_other']);
    expect((await report({ ...captured, orderId: '00000000-0000-7000-8000-00000000dead' })).body).toMatchObject({
      status: 409,
      code: 'order.not-found',
    });
    const euros = await report({ ...captured, amount: { amount: 2500, currency: 'EUR' } });
    expect(euros.body).toMatchObject({ status: 409, code: 'money.currency-mismatch', orderStatus: 'pending' });
    expect((await report(captured)).status).toBe(200);
    expect((await read()).status).toBe('paid');
  });

  it('that arrives while the shop’s storage is away is asked for again', async () => {
    shop.store.goAway();
    const { status, headers } = await report(captured);
    expect([status, headers['retry-after']]).toEqual([503, '1']);
    shop.store.comeBack();
    expect((await report(captured)).status).toBe(200);
    expect((await read()).status).toBe('paid');
  });

  it.each([
    [413, 'request.body-too-large', {}, JSON.stringify({ text: 'x'.repeat(512 * 1024) })],
    [415, 'request.content-type-unsupported', { 'content-type': 'text/plain' }, '{}'],
    [415, 'request.content-encoding-unsupported', { 'content-encoding': 'gzip' }, '{}'],
  ])('that cannot be one of a provider is refused with %i %s', async (expected, code, headers, body) => {
    const answer = await post(body, headers);
    expect([answer.status, answer.body.code]).toEqual([expected, code]);
  });

  it('leaves the reading of every other route alone', async () => {
    const { status, body } = await shop.call('POST', '/api/v1/carts', {
      headers: { 'content-type': 'application/json' },
      body: '{ "currency": "\\u0000" }',
    });
    expect([status, body.code]).toEqual([400, 'request.text-not-storable']);
  });

  it('is never limited: a provider sends as many as there is to report', async () => {
    const limited = await openShop({}, { webhookReader: reader, requestsPerMinute: 1 });
    const body = JSON.stringify({ eventId: 'evt_9', eventType: 'captured' });
    const headers = { 'content-type': 'application/json', 'stripe-signature': 'wrong' };
    const send = async () => (await limited.call('POST', '/api/v1/webhooks/stripe', { headers, body })).status;
    expect([await send(), await send(), await send()]).toEqual([400, 400, 400]);
  });

  it('has no route where no provider posts any', async () => {
    const without = await openShop();
    const { status, body } = await without.call('POST', '/api/v1/webhooks/stripe', { body: {} });
    expect([status, body.code]).toEqual([404, 'request.not-found']);
  });
});
