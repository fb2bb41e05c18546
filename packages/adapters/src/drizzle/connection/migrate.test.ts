import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFreshDatabase } from '../../../testing/fresh-database.js';
import { isThorough } from '../../../testing/thorough.js';
import { openPglite } from '../../pglite/open-pglite.js';
import { openPostgres } from '../../postgres/open-postgres.js';
import type { Database } from './database.js';
import { isMigrated, migrate, pendingMigrations } from './migrate.js';
import { users } from '../schema.js';

type Opened = { readonly db: Database; readonly close: () => Promise<void> };
const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const openings: readonly (readonly [string, () => Promise<Opened>])[] = [
  ['PGlite', async () => openPglite()],
  [
    'PostgreSQL',
    async () => {
      const { url, drop } = await createFreshDatabase();
      const opened = openPostgres({ url, statementTimeoutMs: 0 });
      closers.push(drop);
      return opened;
    },
  ],
];

// PGlite takes seconds to open: here only in `pnpm test:thorough`; open-pglite.thorough.test.ts migrates it, too.
describe.each(openings.filter(([name]) => isThorough || name === 'PostgreSQL'))('migrating %s', (_name, open) => {
  const opened = async (): Promise<Database> => {
    const { db, close } = await open();
    closers.push(close);
    return db;
  };

  // Migrated by the first test.
  let db: Database;
  beforeAll(async () => {
    db = await opened();
  });

  it('makes an empty database ready, and reports it', async () => {
    expect((await pendingMigrations(db))._unsafeUnwrap()).toBeGreaterThan(0);
    expect((await isMigrated(db))._unsafeUnwrap()).toBe(false);
    await migrate(db);
    expect((await isMigrated(db))._unsafeUnwrap()).toBe(true);
    expect(await db.select().from(users)).toEqual([]);
  });

  it('changes nothing the second time', async () => {
    const journal = { ran: sql<number>`count(*)::integer` };
    const before = await db.select(journal).from(sql`drizzle.__drizzle_migrations`);
    await migrate(db);
    expect(await db.select(journal).from(sql`drizzle.__drizzle_migrations`)).toEqual(before);
  });

  it('does not run a migration again whose comments were edited later', async () => {
    await db.execute(sql`update drizzle.__drizzle_migrations set hash = 'of the file as it was'`);
    expect((await pendingMigrations(db))._unsafeUnwrap()).toBe(0);
  });

  it('is safe to do several times concurrently', async () => {
    const empty = await opened();
    await Promise.all([migrate(empty), migrate(empty), migrate(empty)]);
    expect((await isMigrated(empty))._unsafeUnwrap()).toBe(true);
  });

  it('leaves room on each page of the stock table for updates in place', async () => {
    const [table] = await db
      .select({ options: sql<string>`reloptions::text` })
      .from(sql`pg_class`)
      .where(sql`relname = 'stock'`);
    expect(table?.options).toContain('fillfactor=50');
  });
});
