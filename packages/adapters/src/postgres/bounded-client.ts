import type { Sql, TransactionSql } from 'postgres';

type Bounds = {
  /** How long a query may wait until a connection is free. */
  readonly acquireTimeoutMs: number;
  readonly whileWaiting: () => () => void;
};

type Unsafe = Sql['unsafe'];

class NoFreeConnection extends Error {
  readonly code = 'CONNECT_TIMEOUT';
}

/**
 * What Drizzle uses of a postgres.js client, with three differences: statements are prepared (Drizzle asks for that only
 * for those it has a name for), waiting for a free connection is bounded, and a transaction that is over refuses further
 * queries, which postgres.js would run on a connection that by then serves somebody else.
 */
export function boundedClient(client: Sql, { acquireTimeoutMs, whileWaiting }: Bounds): Sql {
  const unsafe = ((query, parameters, options) => {
    const pending = client.unsafe(query, parameters, { ...options, prepare: true });
    const answered = whileWaiting();
    // A query that is still in the pool's queue has no state; cancelling takes it out of the queue and fails it.
    const giveUp = setTimeout(() => {
      if ((pending as unknown as { readonly state: unknown }).state === null) pending.cancel();
    }, acquireTimeoutMs);
    const settled = (): void => {
      clearTimeout(giveUp);
      answered();
    };
    pending.then(settled, settled);
    return pending;
  }) as Unsafe;

  const begin = async <T>(work: (tx: TransactionSql) => Promise<T>): Promise<T> => {
    const answered = whileWaiting();
    let state: 'waiting' | 'begun' | 'given up' = 'waiting';
    let giveUp: NodeJS.Timeout | undefined;
    const noConnection = new Promise<never>((_, reject) => {
      giveUp = setTimeout(() => {
        if (state !== 'waiting') return;
        state = 'given up';
        reject(new NoFreeConnection(`no connection was free within ${acquireTimeoutMs} ms`));
      }, acquireTimeoutMs);
    });
    const transaction = client.begin(async (tx) => {
      if (state === 'given up') throw new NoFreeConnection('given up before it began');
      state = 'begun';
      clearTimeout(giveUp);
      const scope = preparedScope(tx);
      try {
        return await work(scope.tx);
      } finally {
        scope.end();
      }
    }) as Promise<T>;
    // Whoever gave up is no longer told that it then failed.
    transaction.catch(() => undefined);
    try {
      return await Promise.race([transaction, noConnection]);
    } finally {
      clearTimeout(giveUp);
      answered();
    }
  };

  return new Proxy(client, {
    get: (target, property, receiver) =>
      property === 'unsafe' ? unsafe : property === 'begin' ? begin : (Reflect.get(target, property, receiver) as unknown),
  });
}

function preparedScope(tx: TransactionSql): { readonly tx: TransactionSql; readonly end: () => void } {
  let isOver = false;
  const unsafe = ((query, parameters, options) => {
    if (isOver) throw new Error('this transaction is over: nothing can be run in it any more');
    return tx.unsafe(query, parameters, { ...options, prepare: true });
  }) as Unsafe;
  return {
    tx: new Proxy(tx, {
      get: (target, property, receiver) => (property === 'unsafe' ? unsafe : (Reflect.get(target, property, receiver) as unknown)),
    }),
    end: () => {
      isOver = true;
    },
  };
}
