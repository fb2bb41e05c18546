import { Redis } from 'ioredis';
import postgres from 'postgres';

/** Loses the data of a broker, and watches what the outbox still has. */
export type BrokerLoss = {
  /** The events in the outbox: all of them, and those that no relay has claimed. */
  readonly outbox: () => Promise<{ readonly all: number; readonly unclaimed: number }>;
  /** Seconds until the last claimed event can be claimed again. */
  readonly longestLease: () => Promise<number>;
  /** Deletes all data of the broker. */
  readonly flush: () => Promise<void>;
  /** Ends the leases of claimed events, as the passing of a minute does. */
  readonly passMinute: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * @example
 * const loss = openBrokerLoss(database.url, redis.url);
 * await loss.flush();
 */
export function openBrokerLoss(databaseUrl: string, redisUrl: string): BrokerLoss {
  const sql = postgres(databaseUrl, { max: 1 });
  const redis = new Redis(redisUrl);
  // Tests take the broker away.
  redis.on('error', () => undefined);
  return {
    outbox: async () => {
      const [row] = await sql<{ readonly all: number; readonly unclaimed: number }[]>`
        select count(*)::int as all, count(*) filter (where not_before is null or not_before <= now())::int as unclaimed
        from outbox where failed_at is null`;
      return row ?? { all: 0, unclaimed: 0 };
    },
    longestLease: async () => {
      const [row] = await sql<{ readonly seconds: number | null }[]>`
        select extract(epoch from max(not_before) - now())::float8 as seconds from outbox where failed_at is null`;
      return row?.seconds ?? 0;
    },
    flush: async () => {
      await redis.flushdb();
    },
    passMinute: async () => {
      await sql`update outbox set not_before = now() where failed_at is null`;
    },
    close: async () => {
      redis.disconnect();
      await sql.end();
    },
  };
}
