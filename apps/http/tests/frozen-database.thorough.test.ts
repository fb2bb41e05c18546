import { startPostgres, type RunningPostgres } from '@cartwright/adapters/testing/start-postgres';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { placeAsGuest, shopClient, type ShopResponse, type ShopClient } from '../testing/shop-client.js';
import type { SpawnedProcess } from '../testing/spawn-process.js';
import { admin, migrateDatabase, productionSettings, startHttp } from '../testing/start-shop.js';

let database: RunningPostgres;
let redis: RunningRedis;
let http: SpawnedProcess | undefined;
let call: ShopClient;

beforeAll(async () => {
  [database, redis] = await Promise.all([startPostgres(), startRedis()]);
  await migrateDatabase(database.url);
  const env = productionSettings(
    { databaseUrl: database.url, redisUrl: redis.url, smtpUrl: 'smtp://127.0.0.1:9' },
    { DEMO_DATA: 'true' },
  );
  const started = await startHttp(env);
  http = started.http;
  call = shopClient(started.url);
});
afterAll(async () => {
  await http?.kill();
  await Promise.all([redis.stop(), database.stop()]);
});

const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

/** Sends a signal to PostgreSQL and to each of its processes. */
function signal(name: 'SIGSTOP' | 'SIGCONT', pids: readonly number[]): void {
  for (const pid of pids) if (existsSync(`/proc/${pid}`)) process.kill(pid, name);
}

/** The processes of PostgreSQL that serve this process's connections. */
const backends = (): readonly number[] =>
  childrenOf(database.pid).filter((pid) =>
    / cartwright|postgres: .* 127\.0\.0\.1/u.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
  );

it('every request ends within 5 seconds while a single process of the database is frozen', async () => {
  let searches = 0;
  const send = (): Promise<ShopResponse[]> =>
    Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        if (index % 2 === 0) return call('POST', '/api/v1/carts', { body: {} });
        searches += 1;
        // Another search each time: the cache knows none, and each takes a connection.
        return call('GET', `/api/v1/products?search=mug&page=${searches}`);
      }),
    );
  // Opens all connections of the pool.
  await send();
  const frozen = backends();
  expect(frozen.length).toBeGreaterThan(1);
  let refused = 0;
  for (const pid of frozen) {
    signal('SIGSTOP', [pid]);
    try {
      const from = performance.now();
      const statuses = (await send()).map(({ status }) => status);
      expect(performance.now() - from).toBeLessThan(5000);
      refused += statuses.filter((status) => status === 503).length;
      expect(statuses.filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
    } finally {
      signal('SIGCONT', [pid]);
    }
  }
  expect(refused).toBeGreaterThan(0);
  expect((await send()).filter(({ status }) => status >= 400)).toEqual([]);
});

it('every request ends within 5 seconds with 503 while the database is frozen, and succeeds afterwards', async () => {
  const { body } = await call('GET', '/api/v1/products?inStock=true&limit=1');
  const items = [{ variantId: body.data[0].variants[0].id as string, quantity: 1 }];
  const requests: readonly (() => Promise<ShopResponse>)[] = [
    () => call('GET', `/api/v1/products/${body.data[0].slug}`),
    () => call('GET', '/api/v1/products?search=mug'),
    () => call('POST', '/api/v1/carts', { body: {} }),
    () => call('POST', '/api/v1/auth/login', { body: admin }),
    () => placeAsGuest(call, items),
    () => call('GET', '/health/ready'),
  ];
  const pids = [database.pid, ...childrenOf(database.pid)];
  signal('SIGSTOP', pids);
  try {
    for (let round = 0; round < 2; round += 1) {
      const answers = await Promise.all(
        requests.flatMap((send) =>
          Array.from({ length: 8 }, async () => {
            const from = performance.now();
            const { status, headers } = await send();
            return { status, retryAfter: headers['retry-after'], inTime: performance.now() - from < 5000 };
          }),
        ),
      );
      // What the process knows without the database, such as a cached product, it may still answer.
      for (const { status, inTime } of answers) expect([[200, 503].includes(status), inTime]).toEqual([true, true]);
      const failed = answers.filter(({ status }) => status === 503);
      expect(failed.length).toBeGreaterThanOrEqual(8 * 4);
      expect(failed.filter(({ retryAfter }) => retryAfter === undefined)).toEqual([]);
    }
  } finally {
    signal('SIGCONT', pids);
  }
  await expect.poll(async () => (await call('GET', '/health/ready')).status).toBe(200);
  expect((await placeAsGuest(call, items)).status).toBe(201);
});
