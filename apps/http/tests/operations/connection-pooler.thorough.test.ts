import { createFreshDatabase } from '@cartwright/adapters/testing/fresh-database';
import { isMissing } from '@cartwright/adapters/testing/installed/needs';
import { startPgbouncer } from '@cartwright/adapters/testing/installed/start-pgbouncer';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { startSmtp } from '@cartwright/adapters/testing/start-smtp';
import { afterAll, expect, it } from 'vitest';
import { payAsGuest, shopClient } from '../../testing/shop-client.js';
import { migrateDatabase, productionSettings, startHttp, startWorker } from '../../testing/start-shop.js';
import { buyVase, stockVases } from '../../testing/stocked-vase.js';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

it.skipIf(isMissing('PgBouncer'))(
  'two processes migrate, sell and mail through PgBouncer in transaction mode, over fewer connections than they have',
  async () => {
    const [database, redis, smtp] = await Promise.all([createFreshDatabase(), startRedis(), startSmtp()]);
    ends.push(database.drop, redis.stop, smtp.stop);
    const pooler = await startPgbouncer(database.url, 5);
    ends.push(pooler.stop);
    await migrateDatabase(pooler.url);
    const env = productionSettings({ databaseUrl: pooler.url, redisUrl: redis.url, smtpUrl: smtp.url });
    const [first, second, worker] = await Promise.all([startHttp(env), startHttp(env), startWorker(env)]);
    ends.push(first.http.kill, second.http.kill, worker.kill);
    const calls = [shopClient(first.url), shopClient(second.url)] as const;
    const variantId = await stockVases(calls[0]);
    const orders = await Promise.all(
      Array.from({ length: 40 }, (_, number) => buyVase(calls[number % 2 === 0 ? 0 : 1], variantId, number)),
    );
    expect(new Set(orders.map(({ status }) => status))).toEqual(new Set([201]));
    const paid = await payAsGuest(calls[1], orders[0]?.body);
    expect(paid.body).toMatchObject({ status: 'paid' });
    await smtp.received(41);
    expect(new Set(smtp.messages.map(({ email }) => email.messageId)).size).toBe(41);
  },
);
