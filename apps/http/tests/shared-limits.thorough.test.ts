import { createMigratedDatabase } from '@cartwright/adapters/testing/fresh-database';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { expect, it } from 'vitest';
import { shopClient } from '../testing/shop-client.js';
import { productionSettings, startHttp } from '../testing/start-shop.js';

it('two processes share a limit, which each of them keeps by itself while Redis is away', async () => {
  const [database, redis] = await Promise.all([createMigratedDatabase(), startRedis()]);
  const services = { databaseUrl: database.url, redisUrl: redis.url, smtpUrl: 'smtp://127.0.0.1:9' };
  const env = productionSettings(services);
  const started = await Promise.all([startHttp(env), startHttp(env)]);
  const calls = started.map(({ url }) => shopClient(url));
  /** Statuses of wrong logins to one account, sent to the processes in turn. */
  const logIn = async (account: string, count: number): Promise<readonly number[]> => {
    const statuses: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const body = { email: `${account}@example.com`, password: 'a wrong password' };
      const answer = await calls[index % 2]?.('POST', '/api/v1/auth/login', {
        body,
        // Nobody trusts this header: all requests are of one address.
        headers: { 'x-forwarded-for': `203.0.113.${index}` },
      });
      statuses.push(answer?.status ?? 0);
    }
    return statuses;
  };
  const refusedIn = (statuses: readonly number[]) => statuses.filter((status) => status === 429).length;
  try {
    expect(refusedIn(await logIn('ada', 14))).toBe(4);
    await redis.stop();
    // Each process admits ten of its own.
    const away = await logIn('grace', 24);
    expect([refusedIn(away), away.filter((status) => status === 401).length]).toEqual([4, 20]);
  } finally {
    await Promise.all(started.map(async ({ http }) => http.stop()));
    await database.drop();
  }
});
