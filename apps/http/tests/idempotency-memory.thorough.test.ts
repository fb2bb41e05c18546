import { startPostgres, type RunningPostgres } from '@cartwright/adapters/testing/start-postgres';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeAsGuest, shopClient, type ShopClient } from '../testing/shop-client.js';
import type { SpawnedProcess } from '../testing/spawn-process.js';
import { migrateDatabase, productionSettings, startHttp } from '../testing/start-shop.js';

let database: RunningPostgres;
let redis: RunningRedis;
let http: SpawnedProcess | undefined;
let call: ShopClient;

beforeAll(async () => {
  [database, redis] = await Promise.all([startPostgres(), startRedis()]);
  await migrateDatabase(database.url);
  const services = { databaseUrl: database.url, redisUrl: redis.url, smtpUrl: 'smtp://127.0.0.1:9' };
  const started = await startHttp(productionSettings(services, { DEMO_DATA: 'true' }));
  http = started.http;
  call = shopClient(started.url);
});
afterAll(async () => {
  await http?.kill();
  await Promise.all([redis.stop(), database.stop()]);
});

/** Of the API's process, in megabytes. */
const residentMemory = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

it('14,000 idempotency keys leave little memory in the process', async () => {
  const { body } = await call('GET', '/api/v1/products?inStock=true&limit=1&sort=price');
  const items = [{ variantId: body.data[0].variants[0].id as string, quantity: 999 }];
  const send = async (requests: number): Promise<void> => {
    for (let sent = 0; sent < requests; sent += 50) {
      await Promise.all(Array.from({ length: 50 }, () => placeAsGuest(call, items)));
    }
  };
  await send(2_000);
  const before = residentMemory(http?.pid ?? 0);
  const samples: number[] = [];
  for (let sent = 0; sent < 14_000; sent += 1_000) {
    await send(1_000);
    samples.push(residentMemory(http?.pid ?? 0));
  }
  // The lowest of the last samples is nearest to a collection of garbage.
  expect(Math.min(...samples.slice(-7)) - before).toBeLessThan(100);
});
