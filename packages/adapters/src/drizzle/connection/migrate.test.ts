import { waitingRefundsOf } from '@cartwright/application';
import { cancelled, eventful, paid, sampleOrder } from '@cartwright/application/contracts/sample-order';
import {
  afterNoon,
  sampleProduct,
  sampleVariant,
  saveProduct,
  saveVariant,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import { sql } from 'drizzle-orm';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createFreshDatabase } from '../../../testing/fresh-database.js';
import { isThorough } from '../../../testing/thorough.js';
import { openPglite } from '../../pglite/open-pglite.js';
import { openPostgres } from '../../postgres/open-postgres.js';
import { makeDrizzleCatalogueReader } from '../read-models/catalogue-reader.js';
import type { Database } from './database.js';
import { isMigrated, migrate, pendingMigrations } from './migrate.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { orders, users } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

type Opened = { readonly db: Database; readonly close: () => Promise<void> };
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
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

// PGlite takes seconds to open: here only in `pnpm test:thorough`; open-pglite.test.ts migrates it, too.
describe.each(openings.filter(([name]) => isThorough || name === 'PostgreSQL'))('migrating %s', (_name, open) => {
  const opened = async (): Promise<Database> => {
    const { db, close } = await open();
    closers.push(close);
    return db;
  };

  it('makes an empty database ready, and says so', async () => {
    const db = await opened();
    expect((await pendingMigrations(db))._unsafeUnwrap()).toBeGreaterThan(0);
    expect((await isMigrated(db))._unsafeUnwrap()).toBe(false);
    await migrate(db);
    expect((await isMigrated(db))._unsafeUnwrap()).toBe(true);
    expect(await db.select().from(users)).toEqual([]);
  });

  it('changes nothing the second time', async () => {
    const db = await opened();
    await migrate(db);
    const journal = { ran: sql<number>`count(*)::integer` };
    const before = await db.select(journal).from(sql`drizzle.__drizzle_migrations`);
    await migrate(db);
    expect(await db.select(journal).from(sql`drizzle.__drizzle_migrations`)).toEqual(before);
  });

  it('is safe to do several times at once', async () => {
    const db = await opened();
    await Promise.all([migrate(db), migrate(db), migrate(db)]);
    expect((await isMigrated(db))._unsafeUnwrap()).toBe(true);
  });

  it('leaves room on each page of the stock table for updates in place', async () => {
    const db = await opened();
    await migrate(db);
    const [table] = await db
      .select({ options: sql<string>`reloptions::text` })
      .from(sql`pg_class`)
      .where(sql`relname = 'stock'`);
    expect(table?.options).toContain('fillfactor=50');
  });

  it('finds products that were saved before', async () => {
    const db = await opened();
    await migrate(db);
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
    for (const status of ['active', 'archived'] as const) {
      await saveProduct(
        unitOfWork,
        sampleProduct({
          slug: status,
          name: 'Enamel MUG',
          variants: [sampleVariant({ sku: `RED-${status}` })],
          status,
        }),
      );
    }
    await db.execute(sql`truncate product_texts`);
    const migration = await readFile(new URL('../../../migrations/0016_product_texts.sql', import.meta.url), 'utf8');
    const backfill = migration.split('--> statement-breakpoint').find((statement) => statement.includes('DO $$'));
    await db.execute(sql.raw(backfill ?? 'nothing'));
    const reader = makeDrizzleCatalogueReader({ db, storeCurrency: 'USD' });
    for (const search of ['mug', 'red-']) {
      const { data } = valueOf(await reader.products({ search }, [], { type: 'page', page: 1, limit: 10 }));
      expect(data.map(({ slug }) => slug)).toEqual(['active']);
    }
  });

  it('says of orders that were saved before since when their money waits to go back', async () => {
    const db = await opened();
    await migrate(db);
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
    const lines = [{ variantId: await saveVariant(unitOfWork), quantity: 1 }];
    const [pending, unpaid, due] = [
      eventful(await sampleOrder(unitOfWork, { lines }), afterNoon(7)),
      await sampleOrder(unitOfWork, { lines }),
      cancelled(paid(await sampleOrder(unitOfWork, { lines }))),
    ];
    const all = [pending, unpaid, due];
    for (const order of all) valueOf(await unitOfWork.run((shop) => shop.orders.add(order)));
    const since = () => db.select({ id: orders.id, since: orders.refundPendingSince }).from(orders).orderBy(orders.id);
    const right = all.map((order) => ({ id: order.id, since: waitingRefundsOf(order)?.since ?? null }));
    expect(right.map((order) => order.since === null)).toEqual([false, true, false]);
    expect(await since()).toEqual(right);

    await db.update(orders).set({ refundPendingSince: null });
    for (const name of ['0011_reconciliations', '0015_refunds_that_wait']) {
      const migration = await readFile(new URL(`../../../migrations/${name}.sql`, import.meta.url), 'utf8');
      const backfill = migration
        .split('--> statement-breakpoint')
        .find((statement) => statement.includes('UPDATE "orders"'));
      await db.execute(sql.raw(backfill ?? ''));
    }
    expect(await since()).toEqual(right);
  });
});
