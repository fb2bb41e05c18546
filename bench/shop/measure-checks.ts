import { makeDrizzleSessionReader } from '@cartwright/adapters/drizzle/read-models/session-reader';
import { makeCollectedLog } from '@cartwright/adapters/in-memory/collected-log';
import { openPostgres } from '@cartwright/adapters/postgres/open-postgres';
import { makeRedisRateLimiter } from '@cartwright/adapters/rate-limiter-flexible/redis-rate-limiter';
import { checkAccess } from '@cartwright/application';
import { valueOf } from '@cartwright/application/contracts/sample-shop';
import type { Measurements } from './measurements.js';
import type { ShopUnderTest } from './under-test/shop-under-test.js';

const requests = 20_000;

/**
 * The processor time that a request spends on its limit, on who calls, and on whether they may. Measured in this
 * process, by the shop's own parts on its own services: within a whole request it disappears in the noise.
 */
export async function measureChecks(
  shop: ShopUnderTest,
  { databaseUrl, redisUrl }: { readonly databaseUrl: string; readonly redisUrl: string },
  note: Measurements['note'],
): Promise<void> {
  const { db, close } = openPostgres({ url: databaseUrl, maxConnections: 1 });
  const limits = makeRedisRateLimiter({ url: redisUrl, requestsPerMinute: 1_000_000, log: makeCollectedLog() });
  await limits.ready;
  const sessions = makeDrizzleSessionReader({ db });
  const token = shop.authorizationOf(0).replace('Bearer ', '');
  const check = async (): Promise<void> => {
    valueOf(await limits.limiter.consume('requests', '203.0.113.7'));
    const { sessionId } = valueOf(await shop.tokenIssuer.verify(token));
    const access = valueOf(await sessions.access(sessionId));
    if (access === undefined) throw new Error('the customer has no session');
    valueOf(checkAccess({ type: 'user', ...access, sessionId }, 'user'));
  };
  for (let request = 0; request < requests; request += 1) await check();
  const before = process.cpuUsage();
  for (let request = 0; request < requests; request += 1) await check();
  const { user, system } = process.cpuUsage(before);
  note('checks', (user + system) / 1000 / requests);
  await Promise.all([limits.close(), close()]);
}
