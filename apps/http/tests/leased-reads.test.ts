import { createMigratedDatabase, type FreshDatabase } from '@cartwright/adapters/testing/fresh-database';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, importProducts, shopClient, signIn, variantsBySku, type ShopClient } from '../testing/shop-client.js';
import type { SpawnedProcess } from '../testing/spawn-process.js';
import { admin, productionSettings, startHttp, startWorker } from '../testing/start-shop.js';

const catalogue = ['Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty', 'vase,Vase,VASE,20.00,100'].join(
  '\n',
);
const writes = 200;

describe('two HTTP processes on one database, each asked for the same again and again', { timeout: 120_000 }, () => {
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
    await importProducts(calls[0], headers['authorization']?.slice('Bearer '.length) ?? '', catalogue);
    await worker.stop();
    variantId = (await variantsBySku(calls[0])).get('VASE')?.id ?? '';
  });
  afterAll(async () => {
    agent.destroy();
    await Promise.all(processes.map(async (http) => http.stop()));
    await redis.stop();
    await database.drop();
  });

  /** Writes by one process and reads by the other, in turns, while both are kept busy with reading. */
  async function writeAndRead(
    path: string,
    who: Record<string, string>,
    write: (call: ShopClient, time: number) => Promise<unknown>,
    seen: (body: unknown) => unknown,
  ): Promise<number> {
    const reading = { isOver: false, reads: 0 };
    const readOn = async (call: ShopClient): Promise<void> => {
      for (; !reading.isOver; reading.reads += 1) await call('GET', path, { headers: who, agent });
    };
    const readers = [...calls, ...calls].map(readOn);
    try {
      for (let time = 1; time <= writes; time += 1) {
        const [writer, reader] = time % 2 === 0 ? calls : [calls[1], calls[0]];
        const written = await write(writer, time);
        const { body } = await reader('GET', path, { headers: who, agent });
        expect(seen(body)).toEqual(written);
      }
    } finally {
      reading.isOver = true;
      await Promise.all(readers);
    }
    return reading.reads;
  }

  it('show what is left of a product to whoever asks after a change of its stock has been answered', async () => {
    const patch = async (call: ShopClient, time: number): Promise<unknown> => {
      const { status } = await call('PATCH', `/api/v1/admin/variants/${variantId}/stock`, {
        headers,
        agent,
        body: { delta: time % 2 === 0 ? 100 : -100, reason: 'counted again' },
      });
      expect(status).toBe(200);
      return time % 2 === 0 ? 'in_stock' : 'out_of_stock';
    };
    const reads = await writeAndRead(
      '/api/v1/products/vase',
      {},
      patch,
      (body) => (body as { variants: { availability: string }[] }).variants[0]?.availability,
    );
    expect(reads).toBeGreaterThan(writes);
  });

  it('show a cart as its last answered change left it', async () => {
    const { body: cart } = await calls[0]('POST', '/api/v1/carts', { body: {} });
    const who = { 'x-cart-token': String(cart.token) };
    const put = async (call: ShopClient, time: number): Promise<unknown> => {
      const { status, body } = await call('PUT', `/api/v1/carts/${cart.id}/lines/${variantId}`, {
        headers: who,
        agent,
        body: { quantity: 1 + (time % 50) },
      });
      expect(status).toBe(200);
      return body;
    };
    const reads = await writeAndRead(`/api/v1/carts/${cart.id}`, who, put, (body) => body);
    expect(reads).toBeGreaterThan(writes);
  });
});
