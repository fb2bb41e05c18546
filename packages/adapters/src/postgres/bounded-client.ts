import { setImmediate } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import { isConnectionLost, outageCodeIn } from '../drizzle/connection/storage-failures.js';

type Bounds = {
  /** How long a query may wait until a connection is free. */
  readonly acquireTimeoutMs: number;
  /**
   * Counts work that waits. `giveUp` is called when the server freezes. Call the returned function at the end of the
   * work, with whether the server responded.
   */
  readonly whileWaiting: (giveUp: () => void) => (hasResponded: boolean) => void;
  /** Whether the server is frozen: work that has not begun fails at once. */
  readonly isFrozen: () => boolean;
  /** Counts a statement or a transaction. Call the returned function at its end. */
  readonly begun: () => () => void;
  /** Called with the code of each outage. */
  readonly onOutage: (code: string) => void;
};

type Unsafe = Sql['unsafe'];

class NoFreeConnection extends Error {
  readonly code = 'CONNECT_TIMEOUT';
}
class TransactionOver extends Error {
  readonly code = 'CONNECTION_ENDED';
}

/**
 * What Drizzle uses of a postgres.js client, with these differences:
 * - all statements are prepared, not only those with a name;
 * - waiting for a free connection is bounded;
 * - a transaction that is over refuses further queries: postgres.js would run them on another transaction's connection;
 * - nothing is sent on a connection that was lost during a transaction, not even a rollback: postgres.js would throw
 *   outside any promise, which ends the process.
 */
export function boundedClient(client: Sql, bounds: Bounds): Sql {
  const { acquireTimeoutMs, whileWaiting, isFrozen, begun } = bounds;
  const report = (error: unknown): void => {
    const code = outageCodeIn(error);
    if (code !== undefined) bounds.onOutage(code);
  };
  const unsafe = ((query, parameters, options) => {
    const pending = client.unsafe(query, parameters, { ...options, prepare: true });
    // A query that is still in the pool's queue has no state; cancelling takes it out of the queue and fails it.
    const giveUp = (): void => {
      if ((pending as unknown as { readonly state: unknown }).state === null) pending.cancel();
    };
    const counted = begun();
    const ended = whileWaiting(giveUp);
    const timeout = setTimeout(giveUp, isFrozen() ? 0 : acquireTimeoutMs);
    const settle = (hasResponded: boolean) => (): void => {
      counted();
      clearTimeout(timeout);
      ended(hasResponded);
    };
    pending.then(settle(true), (error: unknown) => {
      settle(false)();
      report(error);
    });
    return pending;
  }) as Unsafe;

  const begin = async <T>(work: (tx: TransactionSql) => Promise<T>): Promise<T> => {
    if (isFrozen()) throw new NoFreeConnection('the database does not respond');
    const life: TransactionLife = { phase: 'waiting' };
    let giveUp = (): void => undefined;
    const noConnection = new Promise<never>((_, reject) => {
      giveUp = () => {
        if (life.phase !== 'waiting') return;
        life.phase = 'over';
        reject(new NoFreeConnection('no connection was free in time'));
      };
    });
    const counted = begun();
    const ended = whileWaiting(giveUp);
    let hasResponded = false;
    const timeout = setTimeout(giveUp, acquireTimeoutMs);
    const transaction = client.begin(async (tx) => {
      if (life.phase === 'over') throw new NoFreeConnection('given up before it began');
      life.phase = 'begun';
      clearTimeout(timeout);
      return workIn(tx, life, work);
    }) as Promise<T>;
    // While the work continues, only the loss of its connection settles this. Nobody may be listening any more.
    transaction.catch(() => {
      life.phase = 'over';
    });
    try {
      const committed = await Promise.race([transaction, noConnection]);
      hasResponded = true;
      return committed;
    } catch (error) {
      report(error);
      throw error;
    } finally {
      counted();
      clearTimeout(timeout);
      ended(hasResponded);
    }
  };

  return new Proxy(client, {
    get: (target, property, receiver) =>
      property === 'unsafe'
        ? unsafe
        : property === 'begin'
          ? begin
          : (Reflect.get(target, property, receiver) as unknown),
  });
}

type TransactionLife = { phase: 'waiting' | 'begun' | 'over' };

/** Resolves to commit and rejects to roll back. Once the connection is lost it stays pending, so neither happens. */
async function workIn<T>(
  tx: TransactionSql,
  life: TransactionLife,
  work: (tx: TransactionSql) => Promise<T>,
): Promise<T> {
  const never = new Promise<never>(() => undefined);
  try {
    const answer = await work(preparedTransaction(tx, life));
    if (isOver(life)) return await never;
    return answer;
  } catch (error) {
    // A query learns of a lost connection a moment before `life` does.
    await setImmediate();
    if (isOver(life) || isConnectionLost(error)) return await never;
    throw error;
  } finally {
    life.phase = 'over';
  }
}

/** Read anew each time: it changes while others are awaited. */
const isOver = ({ phase }: TransactionLife): boolean => phase === 'over';

function preparedTransaction(tx: TransactionSql, life: TransactionLife): TransactionSql {
  const unsafe = ((query, parameters, options) => {
    if (isOver(life)) throw new TransactionOver('this transaction is over: nothing can be run in it any more');
    return tx.unsafe(query, parameters, { ...options, prepare: true });
  }) as Unsafe;
  return new Proxy(tx, {
    get: (target, property, receiver) =>
      property === 'unsafe' ? unsafe : (Reflect.get(target, property, receiver) as unknown),
  });
}
