import postgres from 'postgres';
import { afterAll, expect, it } from 'vitest';
import { bearer, payAsGuest, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { startServices } from '../testing/start-services.js';
import { admin, productionSettings, startHttp, startWorker } from '../testing/start-shop.js';
import { buyVase, stockVases } from '../testing/stocked-vase.js';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** What the consumer stores of an order. */
type Copy = { readonly status: string; readonly paymentStatus: string; readonly total: number };
/** Buyers at each of the two processes, and orders of each buyer. */
const [buyers, ordersEach] = [6, 8];

it(
  'a consumer that fetches each order that the feed names ends equal to the database',
  { timeout: 180_000 },
  async () => {
    const services = await startServices();
    ends.push(services.stop);
    const env = productionSettings(services);
    const [one, two, worker] = await Promise.all([startHttp(env), startHttp(env), startWorker(env)]);
    ends.push(one.http.kill, two.http.kill, worker.kill);
    const calls: readonly ShopClient[] = [shopClient(one.url), shopClient(two.url)];
    const [call = shopClient(one.url)] = calls;
    const variantId = await stockVases(call);
    const headers = bearer(await signIn(call, admin));

    const copies = new Map<string, Copy>();
    let after = '';
    /** Reads one page, and fetches what it names. @returns how many events it had */
    const consume = async (): Promise<number> => {
      const page = await call('GET', `/api/v1/admin/events?limit=20${after}`, { headers });
      expect(page.status).toBe(200);
      const named = new Set((page.body.data as readonly { readonly orderId: string }[]).map(({ orderId }) => orderId));
      for (const id of named) {
        const { status: answered, body } = await call('GET', `/api/v1/orders/${id}`, { headers });
        expect(answered).toBe(200);
        const { status, paymentStatus, total } = body;
        copies.set(id, { status, paymentStatus, total: total.amount });
      }
      after = `&after=${encodeURIComponent(page.body.meta.nextCursor)}`;
      return page.body.data.length;
    };

    let number = 0;
    /** Places orders: one stays unpaid, one is cancelled, one is paid, one is paid and cancelled. */
    const buy = async (at: ShopClient): Promise<void> => {
      for (let order = 0; order < ordersEach; order += 1) {
        const { status, body } = await buyVase(at, variantId, (number += 1));
        expect(status).toBe(201);
        if (order % 4 > 1) await payAsGuest(at, body);
        if (order % 2 === 0) continue;
        await at('POST', `/api/v1/orders/${body.id}/cancel`, {
          headers: { 'x-order-token': body.token },
          body: {},
        });
      }
    };
    const state = { isBuying: true };
    const buying = Promise.all(calls.flatMap((at) => Array.from({ length: buyers }, () => buy(at)))).finally(
      () => (state.isBuying = false),
    );
    while (state.isBuying) await consume();
    await buying;

    const sql = postgres(services.databaseUrl, { max: 1 });
    ends.push(() => sql.end());
    const stored = async () => {
      const rows = await sql<({ readonly id: string } & Copy)[]>`
      SELECT id, status, payment_status AS "paymentStatus", total::integer AS total FROM orders`;
      return new Map(rows.map(({ id, ...copy }) => [id, copy]));
    };
    /** Cancelled orders that the worker has still to refund. */
    const unrefunded = async () =>
      [...(await stored()).values()].filter(
        ({ status, paymentStatus }) => status === 'cancelled' && paymentStatus === 'paid',
      );
    await expect.poll(unrefunded, { timeout: 60_000 }).toEqual([]);
    const expected = await stored();
    // An event is published some milliseconds after its commit.
    const caughtUp = async () => {
      await consume();
      return copies;
    };
    await expect.poll(caughtUp, { timeout: 10_000 }).toEqual(expected);
    expect(copies.size).toBe(2 * buyers * ordersEach);
    expect(new Set([...copies.values()].map(({ status }) => status)).size).toBeGreaterThan(2);
  },
);
