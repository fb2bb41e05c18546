import { sql, type Column, type SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/**
 * A database, or a transaction on it, that PGlite and postgres.js both satisfy: only its query builder. What `execute`
 * returns differs between the two drivers: `resultRows` reads it.
 */
export type Database = PgDatabase<PgQueryResultHKT>;

const databasesByKey = new WeakMap<Database, Database>();

/**
 * The same database through connections that plan each statement once, by indexes: for statements that look rows up by
 * key. PGlite, small pools and transactions have no such connections.
 *
 * PostgreSQL keeps a plan that it made while a table was empty, such as reading a whole index (docs/adr/0031). So these
 * statements have a form that only a look-up fits: `lateral (… where id = row.id offset 0)`, `limit 1`, `for update`,
 * or `id = any(array(select …))`.
 *
 * @example await byKey(db).select().from(orders).where(eq(orders.id, id))
 */
export const byKey = (db: Database): Database => databasesByKey.get(db) ?? db;

/** Makes `byKey(db)` return `keyed`. */
export function withByKey(db: Database, keyed: Database): Database {
  databasesByKey.set(db, keyed);
  return db;
}

/**
 * A text column in a form that no index has, so that PostgreSQL uses the key beside it. With the bare column it may
 * read the whole of a partial index instead, such as that of open carts, if the table was empty when it planned.
 *
 * @example sql`where carts.id = ${id} and ${unindexed(carts.status)} = 'open'`
 */
export const unindexed = (text: Column): SQL => sql`${text} || ''`;

/** The rows of a statement that was written out: postgres.js returns an array, PGlite an object that has one. */
export const resultRows = (result: unknown): readonly Readonly<Record<string, unknown>>[] =>
  (Array.isArray(result) ? result : (result as { readonly rows: unknown }).rows) as readonly Readonly<
    Record<string, unknown>
  >[];

/**
 * A table of one row, for a statement of the query builder that reads no other.
 *
 * @example await db.select({ one: sql`1` }).from(oneRow)
 */
export const oneRow: SQL = sql`(values (1)) as one_row (number)`;
