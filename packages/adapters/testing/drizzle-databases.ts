import { sql } from 'drizzle-orm';
import { readFile } from 'node:fs/promises';
import type { Database } from '../src/drizzle/connection/database.js';
import { openPglite } from '../src/pglite/open-pglite.js';
import { openPostgres } from '../src/postgres/open-postgres.js';
import { createMigratedDatabase, sharedDatabase } from './fresh-database.js';
import { isThorough } from './thorough.js';

/** A migrated database of one test file. */
export interface TestDatabase {
  readonly db: Database;
  readonly close: () => Promise<void>;
}

/** Each kind of database that the shop runs on, for `describe.each` of contracts. */
export const databases: readonly (readonly [name: string, open: () => Promise<TestDatabase>])[] = [
  ['PGlite', openTestPglite],
  ['PostgreSQL', async () => openTestPostgres()],
];

/** PostgreSQL only; in `pnpm test:thorough` each kind. */
export const testedDatabases = databases.filter(([name]) => isThorough || name === 'PostgreSQL');

/** A migrated PGlite in memory. */
export async function openTestPglite(): Promise<TestDatabase> {
  const archive = await readFile(await sharedDatabase('migratedCluster'));
  return openPglite({ cluster: async () => archive });
}

/**
 * Bounds so wide that a busy machine never reaches them: an outage in a test is one that the test made. Tests of the
 * bounds themselves set their own.
 */
const patience = {
  acquireTimeoutMs: 60_000,
  statementTimeoutMs: 60_000,
  lockTimeoutMs: 45_000,
  idleInTransactionTimeoutMs: 60_000,
  connectTimeoutMs: 30_000,
  frozenAfterMs: 45_000,
} as const;

/** A migrated database on the PostgreSQL that the test run shares. */
export async function openTestPostgres(
  settings: Omit<Parameters<typeof openPostgres>[0], 'url'> = {},
): Promise<TestDatabase & { readonly url: string }> {
  const { url, drop } = await createMigratedDatabase();
  const { db, close } = openPostgres({ url, maxConnections: 20, ...patience, ...settings });
  return {
    db,
    url,
    close: async () => {
      await close();
      await drop();
    },
  };
}

/** Removes every row of every table, without triggers. For small tables it takes a tenth of the time of `truncate`. */
export async function emptyAllTables(db: Database): Promise<void> {
  await db.execute(sql`
    do $$ declare name text; begin
      set local session_replication_role = replica;
      for name in select tablename from pg_tables where schemaname = 'public' loop
        execute format('delete from %I', name);
      end loop;
    end $$`);
}
