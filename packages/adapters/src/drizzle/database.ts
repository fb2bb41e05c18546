import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/**
 * A database, or a transaction on it, that PGlite and postgres.js both satisfy: the query builder alone. What `execute`
 * answers differs between the two drivers: `rowsOf` reads it.
 */
export type Database = PgDatabase<PgQueryResultHKT>;

/** The rows of a statement that was written out: postgres.js answers an array, PGlite an object that holds one. */
export const rowsOf = <Row>(answer: unknown): readonly Row[] =>
  Array.isArray(answer) ? (answer as readonly Row[]) : (answer as { readonly rows: readonly Row[] }).rows;
