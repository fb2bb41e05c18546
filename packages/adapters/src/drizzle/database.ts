import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/**
 * A database, or a transaction on it, that PGlite and postgres.js both satisfy: the query builder alone. What `execute`
 * answers differs between the two drivers: `rowsOf` reads it.
 */
export type Database = PgDatabase<PgQueryResultHKT>;

/** The rows of a statement that was written out: postgres.js answers an array, PGlite an object that holds one. */
export const rowsOf = (answer: unknown): readonly Readonly<Record<string, unknown>>[] =>
  (Array.isArray(answer) ? answer : (answer as { readonly rows: unknown }).rows) as readonly Readonly<Record<string, unknown>>[];
