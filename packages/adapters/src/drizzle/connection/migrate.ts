import type { StorageUnavailable } from '@cartwright/application';
import { desc, sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { bigint, pgSchema, text } from 'drizzle-orm/pg-core';
import type { ResultAsync } from 'neverthrow';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Database } from './database.js';
import { hasCode } from './storage-failures.js';
import { tryQuery } from './try-query.js';

/** By name, since this may run out of a bundle of its own place. */
const { resolve } = createRequire(import.meta.url);
const migrationsFolder = dirname(dirname(resolve('@cartwright/adapters/migrations/meta/_journal.json')));

/** Any number, the same in each process: the process that has this lock migrates. */
const migrationLock = 4_713_550_827_114;

/** What has run, as Drizzle's own migrator records it, which cannot run inside a transaction: the lock needs one. */
const journal = pgSchema('drizzle').table('__drizzle_migrations', {
  hash: text('hash').notNull(),
  createdAt: bigint('created_at', { mode: 'number' }),
});

/**
 * Runs the migrations that this database has not seen, all in one transaction: all or none. Two processes at once are
 * safe, the second waits and finds nothing to do. Give it a connection without a statement timeout
 * (`statementTimeoutMs: 0`), since an index over a million orders takes longer than a request may.
 *
 * @throws the error of the database
 * @example await migrate(db);
 */
export async function migrate(db: Database): Promise<void> {
  if ((await pendingIn(db)).length === 0) return;
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = 0`);
    await tx.execute(sql`set local lock_timeout = 0`);
    await tx.execute(sql`select pg_advisory_xact_lock(${migrationLock})`);
    await tx.execute(sql`create schema if not exists drizzle`);
    await tx.execute(
      sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
    );
    for (const migration of await pendingIn(tx)) {
      for (const statement of migration.sql) await tx.execute(sql.raw(statement));
      await tx.insert(journal).values({ hash: migration.hash, createdAt: migration.folderMillis });
    }
  });
}

/**
 * How many of this release's migrations the database has not seen.
 *
 * @example await pendingMigrations(db).match((count) => count, () => 'away')
 */
export const pendingMigrations = (db: Database): ResultAsync<number, StorageUnavailable> =>
  tryQuery(async () => (await pendingIn(db)).length);

/** Whether the database has all that this release needs. */
export const isMigrated = (db: Database): ResultAsync<boolean, StorageUnavailable> =>
  pendingMigrations(db).map((count) => count === 0);

/** This release's migrations, in their order. */
export const knownMigrations = (): ReturnType<typeof readMigrationFiles> => readMigrationFiles({ migrationsFolder });

async function pendingIn(db: Database): Promise<ReturnType<typeof readMigrationFiles>> {
  const known = knownMigrations();
  try {
    const [last] = await db
      .select({ createdAt: journal.createdAt })
      .from(journal)
      .orderBy(desc(journal.createdAt))
      .limit(1);
    return known.filter(({ folderMillis }) => folderMillis > (last?.createdAt ?? 0));
  } catch (error) {
    // A database that was never migrated has no journal (undefined table, or its schema).
    if (hasCode(error, '42P01', '3F000')) return known;
    throw error;
  }
}
