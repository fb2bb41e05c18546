import { sql, type Column, type SQL } from 'drizzle-orm';
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
 * If a table was empty then, to go through all of it looked as good as to look a row up, and goes on while the table grows. So each
 * is written in a way that only looking up can do: `lateral (… where id = asked.id offset 0)`, `limit 1` or `for update` in its
 * place; `id = any(array(select …))`; or the `ctid` of a row that an earlier step has locked. A row that was changed just before the lock is
 * not found by its `ctid`: so nothing else may be written for being locked, only for being changed.
 *
 * @example await byKey(db).select().from(orders).where(eq(orders.id, id))
 */
export const byKey = (db: Database): Database => databasesByKey.get(db) ?? db;

/** Has `byKey(db)` answer `keyed`. */
export function withByKey(db: Database, keyed: Database): Database {
  databasesByKey.set(db, keyed);
  return db;
}

/**
 * A column's text in a form that no index has: a condition on it leaves it to the key beside it to find the row. With the bare
 * column PostgreSQL may go through all of a partial index instead, such as that of open carts, if the table was empty when it
 * planned.
 *
 * @example sql`where carts.id = ${id} and ${beyondIndexes(carts.status)} = 'open'`
 */
export const beyondIndexes = (text: Column): SQL => sql`${text} || ''`;

/** The rows of a statement that was written out: postgres.js answers an array, PGlite an object that holds one. */
export const rowsOf = (answer: unknown): readonly Readonly<Record<string, unknown>>[] =>
  (Array.isArray(answer) ? answer : (answer as { readonly rows: unknown }).rows) as readonly Readonly<
    Record<string, unknown>
  >[];
