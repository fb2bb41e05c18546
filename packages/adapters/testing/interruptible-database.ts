import { PGlite } from '@electric-sql/pglite';
import { drizzle as onPglite } from 'drizzle-orm/pglite';
import { drizzle as onPostgres } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import type { Database } from '../src/drizzle/connection/database.js';

/**
 * The same database, with a switch in front of it: while that is off nobody listens there, for statements that were
 * prepared before either.
 */
export function interruptible(db: Database): {
  readonly db: Database;
  readonly setReachable: (isReachable: boolean) => void;
} {
  let isReachable = true;
  const client = (db as unknown as { readonly $client: object }).$client;
  const interrupted = new Proxy(client, {
    get: (target, key) => {
      if (!isReachable) throw Object.assign(new Error('nobody listens'), { code: 'ECONNREFUSED' });
      const value = Reflect.get(target, key) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const reopened = client instanceof PGlite ? onPglite(interrupted as PGlite) : onPostgres(interrupted as Sql);
  return {
    db: reopened,
    setReachable: (reachable) => {
      isReachable = reachable;
    },
  };
}
