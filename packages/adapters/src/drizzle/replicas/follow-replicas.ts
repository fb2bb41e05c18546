import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { resultRows, type Database } from '../connection/database.js';
import { instantFromText } from '../connection/instant-column.js';
import { replicationHeartbeats } from '../schema.js';

/** A replica that is further behind is not used. */
export const maximumLagMs = 1_000;
const intervalMs = 250;

type Follow = {
  /** A connection of its own, so that a busy pool does not look like a replica that lags. */
  readonly primary: Database;
  /** By name, for the log; each on a connection of its own. */
  readonly replicas: readonly { readonly name: string; readonly db: Database }[];
  readonly log: Pick<Logger, 'info' | 'warn'>;
};

type State = Follow['replicas'][number] & {
  /** By `performance.now()`: the replica has everything that was committed before. */
  hasUntil: number;
  /** Whether a read of its heartbeat is pending. */
  isPending: boolean;
  /** As last logged; absent before the first heartbeat. */
  isUsed?: boolean;
};

export type Replicas = {
  /** The index of a replica that is at most a second behind and has every write of this process; they take turns. */
  readonly choose: () => number | undefined;
  /** A read from the replica has failed: it is not used before its next heartbeat. */
  readonly fail: (index: number) => void;
  /** This process has written something. */
  readonly noteWrite: () => void;
  /** How far the slowest replica in use is behind, in milliseconds; 0 if none is used. */
  readonly lagMs: () => number;
  readonly stop: () => void;
};

/**
 * Follows streaming replicas. Four times a second the time is written to a row of the primary. A replica has everything
 * that was committed before the time that it has in that row.
 *
 * The lag is the difference of two such times, both by the primary's clock. Clocks of different machines are never
 * compared.
 *
 * @example
 * const replicas = followReplicas({ primary, replicas: [{ name: 'replica-1', db }], log });
 * const reader = readers[replicas.choose() ?? -1] ?? primaryReader;
 */
export function followReplicas({ primary, replicas, log }: Follow): Replicas {
  const states = replicas.map((replica): State => ({ ...replica, hasUntil: -Infinity, isPending: false }));
  let wroteAt = -Infinity;
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const isFresh = ({ hasUntil }: State): boolean => performance.now() - hasUntil <= maximumLagMs;
  const isUsable = (state: State): boolean => isFresh(state) && state.hasUntil >= wroteAt;

  const look = async (state: State, sentAt: number, written: number): Promise<void> => {
    state.isPending = true;
    try {
      const seen = await readHeartbeat(state.db);
      // One millisecond for the rounding of both.
      state.hasUntil = seen === undefined ? -Infinity : sentAt - (written - seen) - 1;
    } catch {
      state.hasUntil = -Infinity;
    } finally {
      state.isPending = false;
    }
  };
  const noteUse = (state: State): void => {
    const isUsed = isFresh(state);
    if (isUsed === state.isUsed) return;
    if (isUsed) log.info({ replica: state.name }, 'replica is used for catalogue reads');
    else log.warn({ replica: state.name }, 'replica is not used: it lags or is away');
    state.isUsed = isUsed;
  };
  const beat = async (): Promise<void> => {
    const sentAt = performance.now();
    try {
      const written = await writeHeartbeat(primary);
      await Promise.race([
        Promise.all(states.filter(({ isPending }) => !isPending).map(async (state) => look(state, sentAt, written))),
        // A replica that does not respond must not delay the others' next heartbeat.
        new Promise((resolve) => (timer = setTimeout(resolve, intervalMs))),
      ]);
    } catch {
      // The primary is away: the replicas are soon too old.
    }
    states.forEach(noteUse);
  };
  const run = async (): Promise<void> => {
    await beat();
    if (!isStopped) timer = setTimeout(() => void run(), intervalMs);
  };
  void run();

  return {
    choose: () => {
      turn += 1;
      const usable = states.flatMap((state, index) => (isUsable(state) ? [index] : []));
      return usable[turn % usable.length];
    },
    fail: (index) => {
      const state = states[index];
      if (state !== undefined) state.hasUntil = -Infinity;
    },
    noteWrite: () => {
      wroteAt = performance.now();
    },
    lagMs: () => Math.max(0, ...states.filter(isUsable).map(({ hasUntil }) => performance.now() - hasUntil)),
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** @returns the time that the row now has, by the primary's clock, in milliseconds */
async function writeHeartbeat(primary: Database): Promise<number> {
  const [row] = resultRows(
    await primary.execute(sql`
      insert into ${replicationHeartbeats} as heartbeat (id, at) values (1, clock_timestamp())
      on conflict (id) do update set at = greatest(heartbeat.at, excluded.at) returning at::text`),
  );
  return Date.parse(instantFromText(String(row?.['at'])));
}

async function readHeartbeat(replica: Database): Promise<number | undefined> {
  const [row] = await replica.select({ at: replicationHeartbeats.at }).from(replicationHeartbeats);
  return row === undefined ? undefined : Date.parse(row.at);
}
