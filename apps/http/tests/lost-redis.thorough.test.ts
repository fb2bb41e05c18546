import { openBrokerLoss, type BrokerLoss } from '@cartwright/adapters/testing/broker-loss';
import { createMigratedDatabase } from '@cartwright/adapters/testing/fresh-database';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { startSmtp, type RunningSmtp } from '@cartwright/adapters/testing/start-smtp';
import {
  spawnStripeStandIn,
  type StripeStandIn,
} from '@cartwright/adapters/testing/stripe-stand-in/start-stripe-stand-in';
import { openUndoneJobs, type UndoneJobs } from '@cartwright/adapters/testing/undone-jobs';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  bearer,
  importProducts,
  placeAsGuest,
  shopClient,
  signIn,
  variantsBySku,
  type ShopResponse,
  type ShopClient,
} from '../testing/shop-client.js';
import { admin, productionSettings, startHttp, startWorker, type ShopSettings } from '../testing/start-shop.js';

type Placed = { readonly id: string; readonly token: string; readonly number: string };

const catalogue = 'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty\nvase,Vase,VASE,20.00,1000';

const ends: (() => Promise<unknown>)[] = [];
let settings: ShopSettings;
let call: ShopClient;
let smtp: RunningSmtp;
let stripe: StripeStandIn;
let loss: BrokerLoss;
let jobs: UndoneJobs;
let accessToken: string;
let variantId: string;

beforeAll(async () => {
  const [database, redis, mailServer, provider] = await Promise.all([
    createMigratedDatabase(),
    startRedis(),
    startSmtp(),
    spawnStripeStandIn(),
  ]);
  [smtp, stripe] = [mailServer, provider];
  ends.push(() => database.drop(), redis.stop, smtp.stop, stripe.stop);
  loss = openBrokerLoss(database.url, redis.url);
  jobs = openUndoneJobs(redis.url, database.url, ['send-mail', 'request-due-refunds', 'send-refund', 'end-payments']);
  ends.push(loss.close, jobs.close);
  settings = productionSettings(
    { databaseUrl: database.url, redisUrl: redis.url, smtpUrl: smtp.url },
    {
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_BASE: stripe.url,
    },
  );
  const [{ url, http }, worker] = await Promise.all([startHttp(settings), startWorker(settings)]);
  ends.push(http.stop);
  call = shopClient(url);
  await stripe.setWebhookUrl(`${url}/api/v1/webhooks/stripe`);
  accessToken = await signIn(call, admin);
  await importProducts(call, accessToken, catalogue);
  variantId = (await variantsBySku(call)).get('VASE')?.id ?? '';
  await worker.stop();
});
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

const accepted = (answer: ShopResponse): ShopResponse => {
  if (answer.status >= 300) throw new Error(answer.text);
  return answer;
};
const place = async (): Promise<Placed> => accepted(await placeAsGuest(call, [{ variantId, quantity: 1 }])).body;
const startPayment = async ({ id, token }: Placed): Promise<string> => {
  const headers = { 'x-order-token': token, 'idempotency-key': randomUUID() };
  const started = accepted(await call('POST', `/api/v1/orders/${id}/payments`, { headers, body: { method: 'card' } }));
  return (started.body.clientSecret as string).split('_secret_')[0] ?? '';
};
const placePaid = async () => {
  const order = await place();
  const intent = await startPayment(order);
  await stripe.pay(intent);
  await stripe.deliverPending();
  return { order, intent };
};
const cancel = async ({ id, token }: Placed) =>
  accepted(await call('POST', `/api/v1/orders/${id}/cancel`, { headers: { 'x-order-token': token }, body: {} }));
const orderNow = async ({ id, token }: Placed) =>
  (await call('GET', `/api/v1/orders/${id}`, { headers: { 'x-order-token': token } })).body;

it('a Redis that loses its data loses no mail, no refund and no end of a payment', async () => {
  const placed = await Promise.all(Array.from({ length: 5 }, place));
  const paid = await placePaid();
  const refunded = await placePaid();
  const returned = await placePaid();
  const unpaid = await place();
  const openIntent = await startPayment(unpaid);
  // Requested by staff, owed after a cancellation, and a payment to cancel.
  accepted(
    await call('POST', `/api/v1/admin/orders/${refunded.order.id}/refunds`, {
      headers: { ...bearer(accessToken), 'idempotency-key': randomUUID() },
      body: { amount: { amount: 500, currency: 'USD' }, reason: 'scratched' },
    }),
  );
  await cancel(returned.order);
  await cancel(unpaid);

  // Without a worker every event is handed over and none is acked.
  await expect.poll(async () => (await loss.outbox()).unclaimed).toBe(0);
  const events = (await loss.outbox()).all;
  await expect.poll(async () => (await jobs.count()).undone).toBeGreaterThanOrEqual(events);
  expect(await loss.longestLease()).toBeLessThanOrEqual(60);
  expect(smtp.messages).toEqual([]);

  await loss.flush();
  expect((await jobs.count()).undone).toBe(0);
  await loss.passMinute();
  const worker = await startWorker(settings);
  ends.push(worker.stop);
  await expect
    .poll(async () => {
      await stripe.deliverPending();
      // In this order: whatever a complete job has led to is seen by the later looks.
      const queued = await jobs.count();
      const outbox = await loss.outbox();
      return { ...queued, ...outbox, undelivered: (await stripe.pendingEvents()).length };
    })
    .toEqual({ all: 0, unclaimed: 0, undone: 0, failed: [], undelivered: 0 });

  const subjects = smtp.messages.map(({ email }) => email.subject ?? '');
  const about = ({ number }: Placed, ...what: readonly string[]) => what.map((text) => `Your order ${number}${text}`);
  expect(subjects.toSorted()).toEqual(
    [
      ...placed.flatMap((order) => about(order, '')),
      ...about(paid.order, '', ' is paid'),
      ...about(refunded.order, '', ' is paid', ': refund sent'),
      ...about(returned.order, '', ' is paid', ' is cancelled', ': refund sent'),
      ...about(unpaid, '', ' is cancelled'),
    ].toSorted(),
  );
  const refundsOf = async (order: Placed) =>
    ((await orderNow(order)).refunds as readonly { readonly status: string; readonly amount: unknown }[]).map(
      ({ status, amount }) => ({ status, amount }),
    );
  expect(await refundsOf(refunded.order)).toEqual([{ status: 'confirmed', amount: { amount: 500, currency: 'USD' } }]);
  expect(await refundsOf(returned.order)).toEqual([{ status: 'confirmed', amount: { amount: 2000, currency: 'USD' } }]);
  expect((await stripe.pay(openIntent)).outcome).toBe('closed');
});
