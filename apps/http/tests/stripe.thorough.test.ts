/** Long because all tests share one production shop, which takes seconds to start. */
import {
  spawnStripeStandIn,
  startStripeStandIn,
  type StripeStandIn,
} from '@cartwright/adapters/testing/stripe-stand-in/start-stripe-stand-in';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  importProducts,
  placeAsGuest,
  shopClient,
  signIn,
  variantsBySku,
  type ShopResponse,
  type ShopClient,
} from '../testing/shop-client.js';
import { startServices, type RunningServices } from '../testing/start-services.js';
import { admin, startEmbeddedShop, startProductionShop, type RunningShop } from '../testing/start-shop.js';

const catalogue = ['Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty', 'vase,Vase,VASE,20.00,1000'].join(
  '\n',
);
type Placed = { readonly id: string; readonly token: string };

async function stockedVase(call: ShopClient): Promise<string> {
  await importProducts(call, await signIn(call, admin), catalogue);
  const vase = (await variantsBySku(call)).get('VASE');
  if (vase === undefined) throw new Error('the catalogue was not imported');
  return vase.id;
}
const settingsOf = ({ secretKey, webhookSecret, url }: StripeStandIn) => ({
  STRIPE_SECRET_KEY: secretKey,
  STRIPE_WEBHOOK_SECRET: webhookSecret,
  STRIPE_API_BASE: url,
  ALLOWED_ORIGINS: 'https://shop.example',
});
/** The payment's id at Stripe, which a browser reads out of the client secret too. */
const intentOf = ({ body }: ShopResponse): string => (body.clientSecret as string).split('_secret_')[0] ?? '';

describe('the production shop with Stripe', () => {
  let services: RunningServices;
  let stripe: StripeStandIn;
  let shop: RunningShop;
  let call: ShopClient;
  let variantId: string;

  beforeAll(async () => {
    [services, stripe] = await Promise.all([startServices(), spawnStripeStandIn()]);
    shop = await startProductionShop(services, settingsOf(stripe));
    call = shopClient(shop.url);
    await stripe.setWebhookUrl(`${shop.url}/api/v1/webhooks/stripe`);
    variantId = await stockedVase(call);
  });
  afterAll(async () => {
    await shop.stop();
    await Promise.all([stripe.stop(), services.stop()]);
  });
  // What one test has left undelivered is no other test's.
  beforeEach(async () => {
    for (const id of await stripe.pendingEvents()) await stripe.deliver(id);
  });
  afterEach(() => stripe.setReachable(true));

  const place = async (): Promise<Placed> => (await placeAsGuest(call, [{ variantId, quantity: 1 }])).body;
  const startPayment = (
    { id, token }: Placed,
    body: object = { method: 'card' },
    key: string = randomUUID(),
  ): Promise<ShopResponse> =>
    call('POST', `/api/v1/orders/${id}/payments`, {
      headers: { 'x-order-token': token, 'idempotency-key': key },
      body,
    });
  const orderNow = async ({ id, token }: Placed) =>
    (await call('GET', `/api/v1/orders/${id}`, { headers: { 'x-order-token': token } })).body;
  const cancel = ({ id, token }: Placed): Promise<ShopResponse> =>
    call('POST', `/api/v1/orders/${id}/cancel`, { headers: { 'x-order-token': token }, body: {} });
  const checkout = {
    method: 'checkout',
    successUrl: 'https://shop.example/thanks',
    cancelUrl: 'https://shop.example/cart',
  };
  const sessionOf = async ({ body }: ShopResponse): Promise<string> =>
    (await stripe.sessions()).find(({ url }) => url === body.redirectUrl)?.id ?? '';
  /** What `act` does until Stripe has done the operation that a job of the worker asks for. */
  const whenAsked = async (operation: string, act: () => Promise<unknown>): Promise<void> => {
    const hold = await stripe.hold({ operation, when: 'after' });
    await act();
    await stripe.reached(hold);
    await stripe.release(hold);
  };
  const statuses = (deliveries: readonly { readonly status: number }[]): Set<number> =>
    new Set(deliveries.map(({ status }) => status));

  /** An order of 20.00 that was paid by card. */
  const paidOrder = async () => {
    const order = await place();
    const intent = intentOf(await startPayment(order));
    await stripe.pay(intent);
    expect(statuses(await stripe.deliverPending())).toEqual(new Set([200]));
    expect((await orderNow(order)).status).toBe('paid');
    return { order, intent };
  };

  it('takes a card payment once, however often and in whatever order Stripe tells of it', async () => {
    const order = await place();
    const key = randomUUID();
    const started = await startPayment(order, { method: 'card' }, key);
    expect(started).toMatchObject({ status: 201, body: { provider: 'stripe' } });
    expect((await startPayment(order, { method: 'card' }, key)).text).toBe(started.text);
    const intent = intentOf(started);
    await stripe.decline(intent, 'insufficient_funds');
    await stripe.pay(intent);
    const about = (await stripe.pendingEvents()).length;
    await stripe.deliverPending('reversed');
    for (const event of (await stripe.events()).slice(-about))
      expect((await stripe.deliver(event.id)).status).toBe(200);
    expect(await orderNow(order)).toMatchObject({
      status: 'paid',
      payments: [{ provider: 'stripe', reference: intent, amount: { amount: 2000, currency: 'USD' } }],
    });
  });

  it('takes a payment on Stripe’s own page, and knows a completed one that is not paid yet', async () => {
    const order = await place();
    const session = await sessionOf(await startPayment(order, checkout));
    await stripe.payLater(session);
    await stripe.deliverPending();
    expect((await orderNow(order)).status).toBe('pending');
    await stripe.settle(session, 'succeeded');
    await stripe.deliverPending('reversed');
    expect(await orderNow(order)).toMatchObject({
      status: 'paid',
      payments: [{ reference: expect.stringMatching(/^pi_/) as string }],
    });
  });

  it('gives the money of a cancelled order back once, and hears that it went', async () => {
    const { order, intent } = await paidOrder();
    await whenAsked('POST /v1/refunds', async () => expect((await cancel(order)).status).toBe(200));
    const refunds = (await stripe.refunds()).filter(({ payment_intent: of }) => of === intent);
    expect(refunds).toMatchObject([{ amount: 2000, metadata: { orderId: order.id } }]);
    await stripe.deliverPending();
    expect(await orderNow(order)).toMatchObject({
      status: 'cancelled',
      paymentStatus: 'refunded',
      refunds: [{ status: 'confirmed' }],
    });
  });

  it('gives money back that lands on a cancelled order', async () => {
    const order = await place();
    const session = await sessionOf(await startPayment(order, checkout));
    await stripe.payLater(session);
    await cancel(order);
    await stripe.settle(session, 'succeeded');
    await whenAsked('POST /v1/refunds', () => stripe.deliverPending());
    await stripe.deliverPending();
    expect(await orderNow(order)).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
  });

  it('ends at Stripe what a cancelled order needs no more', async () => {
    const order = await place();
    const intent = intentOf(await startPayment(order));
    const session = await sessionOf(await startPayment(order, checkout));
    await whenAsked('POST /v1/checkout/sessions/{id}/expire', () =>
      whenAsked('POST /v1/payment_intents/{id}/cancel', () => cancel(order)),
    );
    expect([(await stripe.pay(intent)).outcome, (await stripe.pay(session)).outcome]).toEqual(['closed', 'closed']);
  });

  it('records a refund that somebody makes in Stripe’s dashboard, and a dispute with its end', async () => {
    const { order, intent } = await paidOrder();
    const byHand = await stripe.refundByHand(intent, 500);
    const dispute = await stripe.openDispute({ paymentIntent: intent, amount: 1500 });
    await stripe.closeDispute(dispute, 'lost');
    expect(statuses(await stripe.deliverPending())).toEqual(new Set([200]));
    const told = await orderNow(order);
    expect(told).toMatchObject({
      paymentStatus: 'refunded',
      refunds: [{ id: byHand, status: 'confirmed', amount: { amount: 500 } }],
    });
    expect((told.timeline as readonly { readonly type: string }[]).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['disputed', 'dispute_lost']),
    );
  });

  it.each([
    ['signed by somebody else', { secret: 'whsec_of_somebody_else' }],
    ['signed too long ago', { signedAt: Math.floor(Date.now() / 1000) - 3600 }],
    ['signed in the future', { signedAt: Math.floor(Date.now() / 1000) + 3600 }],
    ['written anew from the same JSON', { rewritten: true }],
  ] as const)('refuses a message that is %s, and takes the true one', async (_name, wrong) => {
    const order = await place();
    const intent = intentOf(await startPayment(order));
    await stripe.pay(intent);
    const event = (await stripe.events()).find(
      ({ type, data }) => type === 'payment_intent.succeeded' && (data.object as { id: string }).id === intent,
    );
    const options = 'rewritten' in wrong ? { body: JSON.stringify(event) } : wrong;
    expect((await stripe.deliver(event?.id ?? '', options)).status).toBe(400);
    expect((await orderNow(order)).status).toBe('pending');
    expect((await stripe.deliver(event?.id ?? '')).status).toBe(200);
    expect((await orderNow(order)).status).toBe('paid');
  });

  it('answers 503 and when to come back while Stripe is away, stays ready, and starts the same payment afterwards', async () => {
    const order = await place();
    const key = randomUUID();
    await stripe.setReachable(false);
    const away = await startPayment(order, { method: 'card' }, key);
    expect(away).toMatchObject({ status: 503, body: { code: 'payments.unavailable' } });
    expect(Number(away.headers['retry-after'])).toBeGreaterThan(0);
    const ready = await call('GET', '/health/ready');
    expect(ready).toMatchObject({
      status: 200,
      body: {
        dependencies: expect.arrayContaining([expect.objectContaining({ name: 'stripe', ok: false })]) as object,
      },
    });
    await stripe.setReachable(true);
    const started = await startPayment(order, { method: 'card' }, key);
    expect(started.status).toBe(201);
    expect((await stripe.paymentIntents()).filter(({ metadata }) => metadata['orderId'] === order.id)).toHaveLength(1);
  });

  it('has no route of the sandbox', async () => {
    const order = await place();
    const { paymentId } = (await startPayment(order)).body;
    const confirmed = await call('POST', `/api/v1/sandbox/payments/${paymentId}/confirm`, {
      body: { paymentMethod: 'pm_card_visa' },
    });
    expect(confirmed.status).toBe(404);
  });
});

it('the embedded shop takes payments by Stripe too, once its settings name a key', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cartwright-stripe-'));
  const stripe = await startStripeStandIn();
  const shop = await startEmbeddedShop(dataDir, settingsOf(stripe));
  try {
    const call = shopClient(shop.url);
    const { id, token } = (await placeAsGuest(call, [{ variantId: await stockedVase(call), quantity: 1 }]))
      .body as Placed;
    const headers = { 'x-order-token': token, 'idempotency-key': randomUUID() };
    await stripe.setWebhookUrl(`${shop.url}/api/v1/webhooks/stripe`);
    await stripe.pay(
      intentOf(await call('POST', `/api/v1/orders/${id}/payments`, { headers, body: { method: 'card' } })),
    );
    await stripe.deliverPending();
    expect((await call('GET', `/api/v1/orders/${id}`, { headers })).body).toMatchObject({
      status: 'paid',
      payments: [{ provider: 'stripe' }],
    });
    expect(shop.http.output()).not.toContain(stripe.secretKey);
  } finally {
    await shop.stop();
    await stripe.stop();
    await rm(dataDir, { recursive: true });
  }
});
