import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/**
 * A database, or a transaction on it, that PGlite and postgres.js both satisfy: the query builder alone. What `execute`
 * answers differs between the two drivers, so nothing here reads it.
 */
export type Database = PgDatabase<PgQueryResultHKT>;
