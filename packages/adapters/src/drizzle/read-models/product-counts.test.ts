import {
  listedInUsd,
  sampleProduct,
  saveDraft,
  saveProduct,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import type { CatalogueReader, UnitOfWork } from '@cartwright/application';
import { count, eq, sql } from 'drizzle-orm';
import { errAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testedDatabases, emptyAllTables, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeDrizzleCatalogueReader } from './catalogue-reader.js';
import { products } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

describe.each(testedDatabases)('the number of all products that are listed, on %s', (_name, openDatabase) => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  let reader: CatalogueReader;
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await emptyAllTables(database.db);
    unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids: uuidIds, storeCurrency: 'USD' });
    reader = makeDrizzleCatalogueReader({ db: database.db, storeCurrency: 'USD' });
  });
  /** On the second page, so that the first does not say it. */
  const told = async (): Promise<unknown> => {
    const { meta } = valueOf(
      await reader.products({ search: ' ' }, [], { type: 'page', page: 2, limit: 1 }, listedInUsd),
    );
    return 'total' in meta ? meta.total : undefined;
  };
  const counted = async (): Promise<number> =>
    (await database.db.select({ rows: count() }).from(products).where(eq(products.status, 'active')))[0]?.rows ?? 0;

  it('follows what is saved, archived and brought back', async () => {
    const drafts = Array.from({ length: 5 }, () => sampleProduct());
    for (const draft of drafts) await saveProduct(unitOfWork, draft);
    expect(await told()).toBe(5);
    for (const draft of drafts.slice(0, 2)) await saveProduct(unitOfWork, { ...draft, status: 'archived' });
    await saveProduct(unitOfWork, sampleProduct({ status: 'draft' }));
    expect(await told()).toBe(3);
    for (const draft of drafts) await saveProduct(unitOfWork, { ...draft, name: 'Renamed' });
    expect(await told()).toBe(5);
  });

  it('leaves out what was undone', async () => {
    await saveProduct(unitOfWork, sampleProduct());
    await unitOfWork.run((repositories) =>
      saveDraft(repositories, sampleProduct(), '2026-11-21T12:00:00.000Z').andThen(() => errAsync('no')),
    );
    expect(await told()).toBe(1);
  });

  it('is exact after many have saved at once', async () => {
    const drafts = Array.from({ length: 40 }, (_, index) =>
      sampleProduct({ status: index % 3 === 0 ? 'draft' : 'active' }),
    );
    await Promise.all(drafts.map(async (draft) => saveProduct(unitOfWork, draft)));
    await Promise.all(
      drafts.map(async (draft, index) =>
        saveProduct(unitOfWork, { ...draft, status: index % 2 === 0 ? 'archived' : 'active' }),
      ),
    );
    expect([await told(), await counted()]).toEqual([20, 20]);
  });

  it('follows what is written around the shop', async () => {
    for (let made = 0; made < 4; made += 1) await saveProduct(unitOfWork, sampleProduct({ slug: `mug-${made}` }));
    const { db } = database;
    for (const [write, left] of [
      [() => db.execute(sql`update products set status = 'archived' where slug in ('mug-0', 'mug-1')`), 2],
      [
        () =>
          db.execute(
            sql`insert into products select gen_random_uuid(), slug || '-copy', name, description, 'active', images, lowest_price, created_at, updated_at from products`,
          ),
        6,
      ],
      [() => db.execute(sql`delete from products where slug in ('mug-2', 'mug-2-copy', 'mug-0')`), 4],
      [() => db.execute(sql`truncate products cascade`), 0],
    ] as const) {
      await write();
      expect([await told(), await counted()]).toEqual([left, left]);
    }
  });
});
