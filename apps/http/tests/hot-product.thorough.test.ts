import { createMigratedDatabase, type FreshDatabase } from '@cartwright/adapters/testing/fresh-database';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import { Agent } from 'node:http';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { admin, productionSettings, startHttp, startWorker } from '../testing/start-shop.js';
import type { SpawnedProcess } from '../testing/spawn-process.js';

const catalogue = [
  'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty',
  'rare,Rare Vase,RARE,20.00,100',
  ...Array.from({ length: 4 }, (_, index) => `plenty-${index},Plenty ${index},PLENTY-${index},5.00,100000`),
  'contested,Contested Bowl,CONTESTED,20.00,50',
].join('\n');

describe('many buyers at once, on real PostgreSQL', () => {
  let database: FreshDatabase;
  let redis: RunningRedis;
  let first: { readonly url: string; readonly http: SpawnedProcess };
  let second: { readonly url: string; readonly http: SpawnedProcess };
  let call: ShopClient;
  let accessToken: string;
  let idOf: (sku: string) => string;
  const agent = new Agent({ keepAlive: true, maxSockets: 500 });

  beforeAll(async () => {
    [database, redis] = await Promise.all([createMigratedDatabase(), startRedis()]);
    // The worker imports the catalogue and goes: nothing here waits for a mail.
    const env = productionSettings({ databaseUrl: database.url, redisUrl: redis.url, smtpUrl: 'smtp://127.0.0.1:9' });
    [first, second] = await Promise.all([startHttp(env), startHttp(env)]);
    call = shopClient(first.url);
    accessToken = await signIn(call, admin);
    const worker = await startWorker(env);
    await importProducts(call, accessToken, catalogue);
    await worker.stop();
    const variants = await variantsBySku(call);
    idOf = (sku) => variants.get(sku)?.id ?? '';
  });
  afterAll(async () => {
    agent.destroy();
    await Promise.all([first.http.stop(), second.http.stop()]);
    await redis.stop();
    await database.drop();
  });

  const stockOf = async (sku: string): Promise<number> =>
    (await call('GET', `/api/v1/admin/variants/${idOf(sku)}/stock`, { headers: bearer(accessToken) })).body.available;
  const count = (answers: readonly ShopResponse[], status: number): number =>
    answers.filter((answer) => answer.status === status).length;

  it('sells 100 units to 500 buyers exactly 100 times', async () => {
    const buyers = Array.from({ length: 500 }, (_, index) => shopClient(index % 2 === 0 ? first.url : second.url));
    const answers = await Promise.all(
      buyers.map((buy) => placeAsGuest(buy, [{ variantId: idOf('RARE'), quantity: 1 }], { agent })),
    );
    const outcomes = answers.map(({ status, body }) => (status === 201 ? 'placed' : `${status} ${body.code}`));
    const tally = Object.fromEntries(
      [...new Set(outcomes)].map((outcome) => [outcome, outcomes.filter((each) => each === outcome).length]),
    );
    expect(tally).toEqual({ placed: 100, '409 stock.insufficient': 400 });
    const refusal = answers.find(({ status }) => status === 409);
    expect(refusal?.body).toMatchObject({
      code: 'stock.insufficient',
      shortages: [{ variantId: idOf('RARE'), requested: 1, available: 0 }],
    });
    expect(await stockOf('RARE')).toBe(0);
  });

  it('lets buyers of the same four products in opposite orders all through, without a deadlock', async () => {
    const lines = Array.from({ length: 4 }, (_, index) => ({ variantId: idOf(`PLENTY-${index}`), quantity: 1 }));
    const backwards = [...lines].reverse();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        placeAsGuest(shopClient(index % 2 === 0 ? first.url : second.url), index % 4 < 2 ? lines : backwards, {
          agent,
        }),
      ),
    );
    expect(count(answers, 201)).toBe(200);
    for (let index = 0; index < 4; index += 1) expect(await stockOf(`PLENTY-${index}`)).toBe(100_000 - 200);
  });

  it('makes one order of the same checkout sent twenty times at once with one key, to two processes', async () => {
    const key = randomUUID();
    const items = [{ variantId: idOf('CONTESTED'), quantity: 2 }];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        placeAsGuest(shopClient(index % 2 === 0 ? first.url : second.url), items, { key, agent }),
      ),
    );
    const placed = answers.filter(({ status }) => status === 201);
    expect(placed.length).toBeGreaterThan(0);
    expect(new Set(placed.map(({ text }) => text)).size).toBe(1);
    expect(placed.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 201).map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 20 - placed.length }, () => [409, 'idempotency.in-progress']),
    );
    expect(await stockOf('CONTESTED')).toBe(48);

    const again = await placeAsGuest(call, items, { key });
    expect(again).toMatchObject({ status: 201, text: placed[0]?.text, headers: { 'idempotency-replayed': 'true' } });
  });
});
