import { createMigratedDatabase } from '@cartwright/adapters/testing/fresh-database';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { startSmtp, type RunningSmtp } from '@cartwright/adapters/testing/start-smtp';
import type { ProductionServices } from './start-shop.js';

/** The services of one production shop, with the mails that it sends. */
export type RunningServices = ProductionServices & {
  readonly smtp: RunningSmtp;
  readonly stopRedis: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/**
 * Starts a migrated database, Redis and a mail server. Stop the processes of the shop first.
 *
 * @example
 * const services = await startServices();
 * const shop = await startProductionShop(services);
 */
export async function startServices(): Promise<RunningServices> {
  const [database, redis, smtp] = await Promise.all([createMigratedDatabase(), startRedis(), startSmtp()]);
  return {
    databaseUrl: database.url,
    redisUrl: redis.url,
    smtpUrl: smtp.url,
    smtp,
    stopRedis: redis.stop,
    stop: async () => {
      await Promise.all([smtp.stop(), redis.stop()]);
      await database.drop();
    },
  };
}
