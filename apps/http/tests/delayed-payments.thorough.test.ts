import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeAsGuest, shopClient, type ShopResponse, type ShopClient } from '../testing/shop-client.js';
import { startTemporaryShop, type RunningShop } from '../testing/start-shop.js';

let shop: RunningShop;
let call: ShopClient;
let variantId: string;

beforeAll(async () => {
  // Unpaid orders expire while the slowest of these payments is in progress.
  shop = await startTemporaryShop({ DEMO_DATA: 'true', RATE_LIMIT_MAX: '1000000', ORDER_EXPIRY_MINUTES: '1' });
  call = shopClient(shop.url);
  const { body } = await call('GET', '/api/v1/products?inStock=true&sort=-price&limit=1');
  variantId = body.data[0].variants[0].id;
});
afterAll(async () => {
  await shop.stop();
});

/** Places an order; returns how to read it and how to pay it. */
async function order() {
  const { body } = await placeAsGuest(call, [{ variantId, quantity: 1 }]);
  const headers = { 'x-order-token': body.token };
  return {
    read: async (): Promise<ShopResponse['body']> => (await call('GET', `/api/v1/orders/${body.id}`, { headers })).body,
    pay: async (paymentMethod: string): Promise<ShopResponse> => {
      const started = await call('POST', `/api/v1/orders/${body.id}/payments`, {
        headers: { ...headers, 'idempotency-key': randomUUID() },
        body: { method: 'card' },
      });
      return call('POST', `/api/v1/sandbox/payments/${started.body.paymentId}/confirm`, { body: { paymentMethod } });
    },
  };
}
type Order = Awaited<ReturnType<typeof order>>;

const reaches = async ({ read }: Order, expected: object): Promise<void> =>
  expect.poll(read, { timeout: 150_000, interval: 200 }).toMatchObject(expected);

it('settles bank debits of the sandbox by success or failure, and expires no order whose payment is in progress', async () => {
  const [good, bad, slow, unpaid] = [await order(), await order(), await order(), await order()];
  for (const [{ pay, read }, method] of [
    [good, 'pm_usBankAccount_success'],
    [bad, 'pm_usBankAccount_insufficientFunds'],
    [slow, 'pm_usBankAccount_processing'],
  ] as const) {
    expect((await pay(method)).body).toMatchObject({ status: 'processing' });
    expect(await read()).toMatchObject({ status: 'pending', paymentStatus: 'processing' });
  }
  await reaches(good, { status: 'paid', paymentStatus: 'paid' });
  await reaches(bad, { status: 'pending', paymentStatus: 'unpaid' });
  await reaches(unpaid, { status: 'cancelled' });
  await reaches(bad, { status: 'cancelled' });
  expect(await slow.read()).toMatchObject({ status: 'pending', paymentStatus: 'processing' });
});
