import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/**
 * A database, or a transaction on it, that PGlite and postgres.js both satisfy: the query builder alone. What `execute`
 * answers differs between the two drivers: `rowsOf` reads it.
 */
export type Database = PgDatabase<PgQueryResultHKT>;

const databasesByKey = new WeakMap<Database, Database>();

/**
 * The same database through connections for statements that find each row by a key, whatever the tables' sizes: they are
 * planned once, by indexes. The database itself where it has no such connections (PGlite, or few) or is a transaction.
 *
 * @example await byKey(db).select().from(orders).where(eq(orders.id, id))
 */
export const byKey = (db: Database): Database => databasesByKey.get(db) ?? db;

/** Has `byKey(db)` answer `keyed`. */
export function withByKey(db: Database, keyed: Database): Database {
  databasesByKey.set(db, keyed);
  return db;
}

/** The rows of a statement that was written out: postgres.js answers an array, PGlite an object that holds one. */
export const rowsOf = (answer: unknown): readonly Readonly<Record<string, unknown>>[] =>
  (Array.isArray(answer) ? answer : (answer as { readonly rows: unknown }).rows) as readonly Readonly<Record<string, unknown>>[];
