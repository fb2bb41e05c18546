import type { StorageUnavailable } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { ResultAsync } from 'neverthrow';
import postgres from 'postgres';
import { oneRow, withByKey, type Database } from '../drizzle/connection/database.js';
import type { PoolState } from '../drizzle/connection/pool-state.js';
import { tryQuery } from '../drizzle/connection/try-query.js';
import { boundedClient } from './bounded-client.js';
import { makeBoundedSockets } from './bounded-sockets.js';
import { makePoolMeter } from './pool-meter.js';
import { makeServerWatch } from './server-watch.js';

type Settings = {
  /**
   * `postgres://user:password@host:port/database`; `?sslmode=` as usual, `?prepare=false` behind a pooler without
   * prepared statements.
   */
  readonly url: string;
  /** Connections of this process; 10 by default. Half of them, where there are six, are for statements by key. */
  readonly maxConnections?: number;
  /** How long one statement may run; 10 s by default, 0 for ever (for migrations). */
  readonly statementTimeoutMs?: number;
  /** How long a statement may wait for a lock; 8 s by default, and at most 80 % of the statement timeout. */
  readonly lockTimeoutMs?: number;
  /** How long a transaction may sit between two statements; 5 s by default. */
  readonly idleInTransactionTimeoutMs?: number;
  /** How long making a connection may take; 3 s by default. */
  readonly connectTimeoutMs?: number;
  /**
   * How long a query may wait until a connection is free; 15 s by default: a crowd at one product is served late, not
   * refused.
   */
  readonly acquireTimeoutMs?: number;
  /** After how long without a byte, while work waits, the server counts as frozen; 3.5 s by default. */
  readonly frozenAfterMs?: number;
  /** Called with the code of each statement or transaction that failed by an outage or a deadlock, such as `55P03`. */
  readonly onOutage?: (code: string) => void;
};

export type OpenPostgres = {
  /** With connections for statements by key (`byKey`). */
  readonly db: Database;
  /** One round trip. Errors: `storage.unavailable`. */
  readonly ping: () => ResultAsync<void, StorageUnavailable>;
  readonly pool: () => PoolState;
  /** Lets what is running finish for 2 s, then ends the connections. */
  readonly close: () => Promise<void>;
};

/**
 * A pool of connections to PostgreSQL; connects at the first query. Every wait is bounded: the server enforces
 * statement, lock and idle timeouts, and for a server that is frozen this side gives up a connection that stays silent,
 * since postgres.js itself waits for ever.
 *
 * @example
 * const { db, close } = openPostgres({ url: 'postgres://shop@127.0.0.1/shop' });
 */
export function openPostgres(settings: Settings): OpenPostgres {
  const { url, maxConnections = 10, statementTimeoutMs = 10_000, lockTimeoutMs = 8_000 } = settings;
  const { idleInTransactionTimeoutMs = 5_000, connectTimeoutMs = 3_000, acquireTimeoutMs = 15_000 } = settings;
  const { frozenAfterMs = 3_500, onOutage = () => undefined } = settings;
  // Connections without work are silent too, so this is long; `respondAfterMs` below is for those that owe an answer.
  const silenceMs = Math.max(statementTimeoutMs, 10_000) + 1_000;
  const sockets = makeBoundedSockets({ silenceMs: statementTimeoutMs === 0 ? 0 : silenceMs });
  const openSocket: typeof sockets.open = (target) => {
    const socket = sockets.open(target);
    watch.add(socket);
    return socket;
  };
  const prober = postgres(url, {
    max: 1,
    connect_timeout: connectTimeoutMs / 1_000,
    idle_timeout: 10,
    fetch_types: false,
    onnotice: () => undefined,
    ...({ socket: openSocket } as object),
    connection: { application_name: 'cartwright-probe' },
  });
  const watch = makeServerWatch({
    probe: () => prober`select 1`,
    probeAfterMs: frozenAfterMs / 3,
    frozenAfterMs,
    respondAfterMs: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + 500,
  });
  // Migrations have no bound.
  const whileWaiting = (giveUp: () => void): ((hasResponded: boolean) => void) => {
    const ends = [sockets.whileWaiting(), ...(statementTimeoutMs === 0 ? [] : [watch.whileWaiting(giveUp)])];
    return (hasResponded) => {
      for (const end of ends) end(hasResponded);
    };
  };
  const open = (max: number, planning: Readonly<Record<string, string>>) => {
    const meter = makePoolMeter();
    const openCounted: typeof sockets.open = (target) => {
      const socket = openSocket(target);
      meter.add(socket);
      return socket;
    };
    const client = postgres(url, {
      max,
      connect_timeout: connectTimeoutMs / 1_000,
      // A connection that failed is tried again soon: the default backs off up to 20 s, long after the server is back.
      backoff: (attempts) => Math.min(0.05 * 2 ** attempts, 1),
      // Arrays are sent as text with a cast, so that no connection has to query the types.
      fetch_types: false,
      onnotice: () => undefined,
      // An option that postgres.js documents and its types leave out.
      ...({ socket: openCounted } as object),
      connection: {
        application_name: 'cartwright',
        TimeZone: 'UTC',
        // Every statement of a request is short: compiling one, which the server does by a guess of its cost, takes
        // longer.
        jit: 'off',
        statement_timeout: statementTimeoutMs,
        lock_timeout: statementTimeoutMs === 0 ? 0 : Math.min(lockTimeoutMs, 0.8 * statementTimeoutMs),
        idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
        ...planning,
      },
    });
    return {
      client,
      state: meter.state,
      db: drizzle(
        boundedClient(client, {
          acquireTimeoutMs,
          whileWaiting,
          isFrozen: watch.isFrozen,
          begun: meter.begin,
          onOutage,
        }),
      ) as unknown as Database,
    };
  };
  const half = Math.floor(maxConnections / 2);
  const forKeys = half < fewestForKeys ? 0 : half;
  const pools = [open(maxConnections - forKeys, {}), ...(forKeys === 0 ? [] : [open(forKeys, planningByKey)])] as const;
  const [{ db: general }, keyed] = pools;
  const db = keyed === undefined ? general : withByKey(general, keyed.db);
  return {
    db,
    ping: () =>
      tryQuery(async () => {
        await db.select({ one: sql`1` }).from(oneRow);
      }),
    pool: () => pools.map(({ state }) => state()).reduce(added),
    close: async () => {
      watch.stop();
      await Promise.all([prober, ...pools.map(({ client }) => client)].map((client) => client.end({ timeout: 2 })));
    },
  };
}

const added = (one: PoolState, other: PoolState): PoolState => ({
  active: one.active + other.active,
  idle: one.idle + other.idle,
  waiting: one.waiting + other.waiting,
});

/** Two concurrent batches of orders may wait for locks. With fewer connections, reads would wait behind them. */
const fewestForKeys = 3;

/**
 * A prepared statement keeps the plan that was made for tables as they were. Made while they were small, or had just
 * been emptied and vacuumed, it reads them whole, and continues to while they grow, until the next ANALYZE: all
 * keys of a day for each order. A statement that finds each row by its key needs no plan but the one by indexes, which
 * needs to be made only once.
 */
const planningByKey = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  plan_cache_mode: 'force_generic_plan',
} as const;
