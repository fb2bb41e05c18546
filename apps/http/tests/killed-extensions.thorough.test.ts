import { mkdtemp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostHogDouble, type PostHogDouble } from '../../../examples/purchase-analytics/posthog-double.js';
import { accountSid, startTwilioDouble, type TwilioDouble } from '../../../examples/sms-on-dispatch/twilio-double.js';
import { address, bearer, payAsGuest, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin, startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';
import { stockVases } from '../testing/stocked-vase.js';

let directory: string;
let twilio: TwilioDouble;
let posthog: PostHogDouble;
let shop: RunningShop;
let call: ShopClient;
let variantId: string;
let staff: Record<string, string>;

const start = async (): Promise<void> => {
  shop = await startEmbeddedShop(join(directory, 'data'), {
    EXTENSIONS: 'examples/sms-on-dispatch/index.mjs,examples/purchase-analytics/index.mjs',
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: 'secret',
    TWILIO_FROM: '+15005550006',
    TWILIO_API_URL: twilio.url,
    SMS_SHOP_NAME: 'Mill Lane',
    POSTHOG_API_KEY: 'phc_test',
    POSTHOG_HOST: posthog.url,
  });
  call = shopClient(shop.url);
  staff = bearer(await signIn(call, admin));
};
const killAndStart = async (): Promise<void> => {
  await shop.http.kill();
  await start();
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cartwright-killed-extensions-'));
  [twilio, posthog] = await Promise.all([startTwilioDouble(), startPostHogDouble()]);
  await start();
  variantId = await stockVases(call, 99);
});
afterAll(async () => {
  await shop.stop();
  await Promise.all([twilio.stop(), posthog.stop()]);
  await rm(directory, { recursive: true });
});

/** An order of two vases, paid by a guest who wants an SMS. */
async function buy(): Promise<{ readonly id: string; readonly number: string }> {
  const placed = await call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': randomUUID() },
    body: {
      items: [{ variantId, quantity: 2 }],
      email: 'guest@example.com',
      shippingAddress: { ...address, phone: '+44 20 7946 0777' },
      metadata: { smsConsent: 'yes' },
    },
  });
  expect(placed.status).toBe(201);
  await payAsGuest(call, placed.body);
  const order = () => call('GET', `/api/v1/orders/${placed.body.id}`, { headers: staff });
  await expect.poll(async () => (await order()).body.status).toBe('paid');
  return placed.body;
}

/** Sends one of the two vases. A parcel of the same tracking number would be a repeat. */
const ship = async (orderId: string, trackingNumber: string): Promise<void> => {
  const body = { lines: [{ variantId, quantity: 1 }], carrier: 'DHL', trackingNumber };
  const shipped = await call('POST', `/api/v1/admin/orders/${orderId}/shipments`, { headers: staff, body });
  expect(shipped.status).toBe(201);
};
const bodies = () => twilio.messages.map(({ body }) => body).sort();
const until = (read: () => unknown, expected: unknown) => expect.poll(read).toEqual(expected);

it('a process that is killed while PostHog takes an event loses and repeats none', async () => {
  posthog.answer('hang');
  const { id } = await buy();
  await until(() => posthog.requests.length, 1);
  posthog.answer(200);
  await killAndStart();
  await until(() => posthog.requests.length, 2);
  expect(posthog.events()).toMatchObject([{ event: 'order paid', distinct_id: id, properties: { units: 2 } }]);
});

it('a process that is killed before it sends an SMS, and while Twilio takes it, loses and repeats none', async () => {
  const { id, number } = await buy();
  twilio.answer('GET', 'hang');
  await ship(id, 'JD1');
  await until(() => twilio.requests, { GET: 1, POST: 0 });
  await shop.http.kill();
  twilio.answer('GET', 200);
  twilio.answer('POST', 'hang');
  await start();
  await until(() => twilio.requests, { GET: 2, POST: 1 });
  await shop.http.kill();
  twilio.answer('POST', 201);
  await start();
  await until(() => twilio.requests, { GET: 3, POST: 1 });
  // The next parcel comes after the first one is done.
  await ship(id, 'JD2');
  await until(() => twilio.requests, { GET: 4, POST: 2 });
  expect(bodies()).toEqual(
    [1, 2].map((parcel) => `Mill Lane: parcel ${parcel} of order ${number} is on its way (DHL JD${parcel}).`),
  );
});

it('an outage of both services delays what they are to get, and a refusal ends it', async () => {
  posthog.answer(503);
  twilio.answer('GET', 503);
  const sent = [posthog.events().length, twilio.messages.length] as const;
  const { id } = await buy();
  await ship(id, 'JD3');
  const requests = twilio.requests.GET;
  await expect.poll(() => twilio.requests.GET).toBeGreaterThan(requests + 1);
  posthog.answer(200);
  twilio.answer('GET', 200);
  await until(() => [posthog.events().length, twilio.messages.length], [sent[0] + 1, sent[1] + 1]);

  twilio.answer('POST', 400);
  await ship(id, 'JD4');
  await until(() => shop.http.output().includes('Twilio returned status 400'), true);
  expect(shop.http.output()).not.toMatch(/20 7946|442079460777/u);
  const { body } = await call('GET', '/api/v1/admin/jobs/failed', { headers: staff });
  expect(body.data).toEqual([]);
});
