import { dumpRedis } from '@cartwright/adapters/testing/databases/dump-redis';
import { installedPostgres } from '@cartwright/adapters/testing/installed/installed-postgres';
import { isMissing } from '@cartwright/adapters/testing/installed/needs';
import { startPostgres } from '@cartwright/adapters/testing/start-postgres';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { startSmtp } from '@cartwright/adapters/testing/start-smtp';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { traces, tracesIn, useShop } from '../testing/erasable-person.js';
import { bearer, shopClient, signIn } from '../testing/shop-client.js';
import { admin, migrateDatabase, startProductionShop } from '../testing/start-shop.js';
import { stockVases } from '../testing/stocked-vase.js';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

// `pg_dump` must be of the server's version, and npm brings none.
it.skipIf(isMissing('PostgreSQL'))(
  'nothing of an erased person is left in Redis, nor in a dump of the database but on invoices',
  async () => {
    const installation = installedPostgres ?? '';
    const [database, redis, smtp] = await Promise.all([startPostgres({ installation }), startRedis(), startSmtp()]);
    ends.push(database.stop, redis.stop, smtp.stop);
    await migrateDatabase(database.url);
    const shop = await startProductionShop({ databaseUrl: database.url, redisUrl: redis.url, smtpUrl: smtp.url });
    ends.push(shop.stop);
    const call = shopClient(shop.url);
    const dump = async (...flags: readonly string[]) => {
      const options = { maxBuffer: 512 * 1024 * 1024 };
      const args = ['--inserts', ...flags, database.url];
      return (await promisify(execFile)(join(installation, 'pg_dump'), args, options)).stdout;
    };
    const variantId = await stockVases(call);
    const accessToken = await signIn(call, admin);
    const staff = bearer(accessToken);
    // A mail server that refuses leaves failed jobs in Redis and in the list of failed ones.
    smtp.refuseWith(550);
    const used = await useShop(call, accessToken, variantId);
    const failed = async () => (await call('GET', '/api/v1/admin/jobs/failed', { headers: staff })).body.meta.total;
    await expect.poll(failed).toBeGreaterThanOrEqual(5);
    expect(tracesIn(await dump())).toHaveLength(traces.length);
    expect(await dumpRedis(redis.url)).toContain('send-mail');

    const erased = await call('POST', `/api/v1/admin/users/${used.userId}/erase`, { headers: staff });
    expect(erased).toMatchObject({ status: 204 });
    expect(tracesIn(await dumpRedis(redis.url))).toEqual([]);
    expect(tracesIn(await dump('--exclude-table-data=issued_documents'))).toEqual([]);
    expect(tracesIn(await dump('--table=issued_documents'))).toContain('wombat crescent');
  },
);
