import { createMigratedDatabase, type FreshDatabase } from '@cartwright/adapters/testing/fresh-database';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, payAsGuest, placeAsGuest, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import type { SpawnedProcess } from '../testing/spawn-process.js';
import { admin, productionSettings, startHttp, startWorker } from '../testing/start-shop.js';
import { stockVases } from '../testing/stocked-vase.js';

const writes = 40;
/** How old a product may be that the process shows which did not write it. */
const maxAgeMs = 1_000;

describe('two HTTP processes on one database', () => {
  let database: FreshDatabase;
  let redis: RunningRedis;
  let processes: readonly SpawnedProcess[];
  let calls: readonly [ShopClient, ShopClient];
  let headers: Record<string, string>;
  let variantId: string;
  const agent = new Agent({ keepAlive: true });

  beforeAll(async () => {
    [database, redis] = await Promise.all([createMigratedDatabase(), startRedis()]);
    const env = productionSettings({ databaseUrl: database.url, redisUrl: redis.url, smtpUrl: 'smtp://127.0.0.1:9' });
    const [first, second] = await Promise.all([startHttp(env), startHttp(env)]);
    processes = [first.http, second.http];
    calls = [shopClient(first.url), shopClient(second.url)];
    headers = bearer(await signIn(calls[0], admin));
    const worker = await startWorker(env);
    variantId = await stockVases(calls[0], 100);
    await worker.stop();
  });
  afterAll(async () => {
    agent.destroy();
    await Promise.all(processes.map(async (http) => http.stop()));
    await redis.stop();
    await database.drop();
  });

  /** Keeps both processes busy with reading while `work` is under way. @returns how often they have read */
  async function whileReading(path: string, who: Record<string, string>, work: () => Promise<void>): Promise<number> {
    const reading = { isOver: false, reads: 0 };
    const readers = [...calls, ...calls].map(async (call) => {
      for (; !reading.isOver; reading.reads += 1) await call('GET', path, { headers: who, agent });
    });
    try {
      await work();
    } finally {
      reading.isOver = true;
      await Promise.all(readers);
    }
    return reading.reads;
  }

  const availabilityAt = async (call: ShopClient): Promise<unknown> => {
    const { body } = await call('GET', '/api/v1/products/vase', { agent });
    return (body as { variants: { availability: string }[] }).variants[0]?.availability;
  };
  const adjust = async (call: ShopClient, delta: number): Promise<void> => {
    const path = `/api/v1/admin/variants/${variantId}/stock`;
    const { status } = await call('PATCH', path, { headers, agent, body: { delta, reason: 'counted again' } });
    expect(status).toBe(200);
  };

  it('show a change of a product at once in the one that wrote it, and within a second in the other', async () => {
    const reads = await whileReading('/api/v1/products/vase', {}, async () => {
      for (const round of [0, 1, 2, 3, 4, 5]) {
        const [writer, other] = round % 2 === 0 ? calls : [calls[1], calls[0]];
        const expected = round % 2 === 0 ? 'out_of_stock' : 'in_stock';
        await adjust(writer, round % 2 === 0 ? -100 : 100);
        const writtenAt = performance.now();
        expect(await availabilityAt(writer)).toBe(expected);
        for (;;) {
          const askedAt = performance.now();
          if ((await availabilityAt(other)) === expected) break;
          expect(askedAt - writtenAt, 'age of the change that a read does not show').toBeLessThan(maxAgeMs);
        }
      }
    });
    expect(reads).toBeGreaterThan(0);
  });

  it('refuse somebody within a minute whom the other has demoted, disabled or deleted, and their refresh at once', async () => {
    const password = 'correct horse battery';
    const somebody = async (name: string) => {
      const body = { email: `${name}@example.com`, password, name };
      const { user, accessToken, refreshToken } = (await calls[1]('POST', '/api/v1/auth/register', { body })).body;
      const url = `/api/v1/admin/users/${user.id}`;
      return { url, refreshToken: String(refreshToken), own: bearer(String(accessToken)) };
    };
    /** Asks the other process until it knows of the change. */
    const untilAnswered = async (expected: number, who: Record<string, string>, path: string): Promise<void> => {
      const changedAt = performance.now();
      for (;;) {
        const askedAt = performance.now();
        if ((await calls[1]('GET', path, { headers: who, agent })).status === expected) return;
        expect(askedAt - changedAt).toBeLessThan(60_000);
      }
    };
    const change = async (url: string, body: object) =>
      expect((await calls[0]('PATCH', url, { headers, agent, body })).status).toBe(200);

    const demoted = await somebody('demoted');
    await change(demoted.url, { role: 'viewer' });
    await untilAnswered(200, demoted.own, '/api/v1/admin/orders');
    await change(demoted.url, { role: 'customer' });
    await untilAnswered(403, demoted.own, '/api/v1/admin/orders');

    for (const how of ['disabled', 'deleted']) {
      const { url, own, refreshToken } = await somebody(how);
      expect((await calls[1]('GET', '/api/v1/me', { headers: own, agent })).status).toBe(200);
      await (how === 'disabled'
        ? change(url, { disabled: true })
        : calls[0]('POST', `${url}/erase`, { headers, agent }));
      const refreshed = await calls[1]('POST', '/api/v1/auth/refresh', { agent, body: { refreshToken } });
      expect(refreshed.status).toBe(401);
      await untilAnswered(401, own, '/api/v1/me');
    }
  });

  it('refuse an API key at once after the other has revoked it or disabled its maker', async () => {
    const keyOf = async (maker: Record<string, string>) => {
      const body = { name: 'Till', permissions: ['orders.read'] };
      const made = await calls[0]('POST', '/api/v1/admin/api-keys', { headers: maker, agent, body });
      expect(made.status).toBe(201);
      return made.body as { readonly id: string; readonly key: string };
    };
    const statusOf = async (key: string) =>
      (await calls[1]('GET', '/api/v1/admin/orders', { headers: bearer(key), agent })).status;
    for (let round = 0; round < 5; round += 1) {
      const { id, key } = await keyOf(headers);
      expect(await statusOf(key)).toBe(200);
      const revoked = await calls[0]('DELETE', `/api/v1/admin/api-keys/${id}`, { headers, agent });
      expect([revoked.status, await statusOf(key)]).toEqual([204, 401]);
    }

    const account = { email: 'maker@example.com', password: 'correct horse battery' };
    const { user } = (await calls[0]('POST', '/api/v1/auth/register', { body: { ...account, name: 'Mo' } })).body;
    const change = (body: object) => calls[0]('PATCH', `/api/v1/admin/users/${user.id}`, { headers, agent, body });
    await change({ role: 'admin' });
    const { key } = await keyOf(bearer(await signIn(calls[0], account)));
    expect(await statusOf(key)).toBe(200);
    expect([(await change({ disabled: true })).status, await statusOf(key)]).toEqual([200, 401]);
  });

  it('show a cart in either as its last change left it in the other', async () => {
    const { body: cart } = await calls[0]('POST', '/api/v1/carts', { body: {} });
    const who = { 'x-cart-token': String(cart.token) };
    const path = `/api/v1/carts/${cart.id}`;
    const reads = await whileReading(path, who, async () => {
      for (let time = 1; time <= writes; time += 1) {
        const [writer, reader] = time % 2 === 0 ? calls : [calls[1], calls[0]];
        const changed = await writer('PUT', `${path}/lines/${variantId}`, {
          headers: who,
          agent,
          body: { quantity: 1 + (time % 50) },
        });
        expect(changed.status).toBe(200);
        expect((await reader('GET', path, { headers: who, agent })).body).toEqual(changed.body);
      }
    });
    expect(reads).toBeGreaterThan(0);
  });

  it('show an order in either as its last step left it in the other', async () => {
    for (let time = 1; time <= 10; time += 1) {
      const [first, second] = time % 2 === 0 ? calls : [calls[1], calls[0]];
      const placed = await placeAsGuest(first, [{ variantId, quantity: 1 }], { agent });
      expect(placed.status).toBe(201);
      const who = { 'x-order-token': String(placed.body.token) };
      const path = `/api/v1/orders/${placed.body.id}`;
      const { token: _token, ...order } = placed.body;
      expect((await second('GET', path, { headers: who, agent })).body).toEqual(order);
      expect((await payAsGuest(first, placed.body)).body.status).toBe('paid');
      expect((await second('GET', path, { headers: who, agent })).body.status).toBe('paid');
      const cancelled = await second('POST', `${path}/cancel`, { headers: who, agent, body: {} });
      expect(cancelled.status).toBe(200);
      expect((await first('GET', path, { headers: who, agent })).body.status).toBe('cancelled');
    }
  });
});
