import type {
  CatalogueReader,
  PageRequest,
  ProductFilter,
  ProductSortKey,
  Sorting,
  UnitOfWork,
} from '@cartwright/application';
import {
  ensureCategory,
  sampleProduct,
  sampleVariant,
  saveProduct,
  usd,
  valueOf,
  listedInUsd,
} from '@cartwright/application/contracts/sample-shop';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  testedDatabases,
  emptyAllTables,
  openTestPostgres,
  type TestDatabase,
} from '../../../../testing/drizzle-databases.js';
import { uuidIds } from '../../../system/uuid-ids.js';
import { makeDrizzleCatalogueReader } from '../catalogue-reader.js';
import type { Database } from '../../connection/database.js';
import { products, variants } from '../../schema.js';
import { makeDrizzleUnitOfWork } from '../../unit-of-work.js';

const storeCurrency = 'USD';
const all: PageRequest = { type: 'page', page: 1, limit: 100 };

describe.each(testedDatabases)('a search, on %s', (_name, openDatabase) => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  let reader: CatalogueReader;
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    const { db } = database;
    await emptyAllTables(db);
    unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency });
    reader = makeDrizzleCatalogueReader({ db, storeCurrency });
  });
  const slugs = async (search: string): Promise<readonly string[]> =>
    valueOf(await reader.products({ search }, [], all, listedInUsd)).data.map(({ slug }) => slug);

  it('knows what is written around the shop', async () => {
    const { db } = database;
    const product = async (slug: string, sku: string) =>
      saveProduct(
        unitOfWork,
        sampleProduct({ slug, name: slug, description: 'Kept.', variants: [sampleVariant({ sku })] }),
      );
    const { productId: mug } = await product('mug', 'RED-1');
    const { productId: pot } = await product('pot', 'BLUE-1');
    const ofSku = (sku: string) => eq(variants.sku, sku);
    for (const [write, search, found] of [
      [() => db.update(products).set({ name: 'Œuvre ÉMAILLÉE' }).where(eq(products.id, mug)), 'émaillée', ['mug']],
      [() => db.update(products).set({ description: 'Holds TEA.' }), 'tea', ['mug', 'pot']],
      [() => db.update(products).set({ description: 'Gone.' }).where(eq(products.id, mug)), 'tea', ['pot']],
      [() => db.update(products).set({ status: 'archived' }).where(eq(products.id, pot)), 'pot', []],
      [() => db.update(products).set({ status: 'active' }), 'pot', ['pot']],
      [() => db.update(variants).set({ sku: 'GREEN-1' }).where(ofSku('RED-1')), 'green-1', ['mug']],
      [() => db.update(variants).set({ productId: pot }).where(ofSku('GREEN-1')), 'green-1', ['pot']],
      [() => db.update(variants).set({ productId: pot }), 'gone', ['mug']],
      [
        () =>
          db
            .insert(variants)
            .values({ id: uuidIds.next(), productId: mug, sku: 'PINK-7', name: '', price: 5, digital: false }),
        'pink',
        ['mug'],
      ],
      [() => db.delete(variants).where(ofSku('PINK-7')), 'pink', []],
      [() => db.delete(products).where(eq(products.id, mug)), 'émaillée', []],
      [() => db.execute(sql`truncate products cascade`), 'tea', []],
    ] as const) {
      await write();
      expect((await slugs(search)).toSorted()).toEqual(found);
    }
  });

  it('finds no word across a name, a description and a SKU', async () => {
    await saveProduct(
      unitOfWork,
      sampleProduct({ slug: 'mug', name: 'Cup', description: 'Board', variants: [sampleVariant({ sku: 'ING-1' })] }),
    );
    expect(await Promise.all(['cup', 'board', 'ing-1', 'cupboard', 'oardin'].map(slugs))).toEqual([
      ['mug'],
      ['mug'],
      ['mug'],
      [],
      [],
    ]);
  });

  describe('for what more than a thousand products have', () => {
    const count = 1_201;
    beforeEach(async () => {
      const kitchen = await ensureCategory(unitOfWork, 'Kitchen');
      await saveProduct(
        unitOfWork,
        sampleProduct({
          slug: 'first',
          name: 'First mug',
          categoryIds: [kitchen],
          variants: [sampleVariant({ price: usd(7) })],
        }),
      );
      // Prices and names go their own ways, and many have the same instant.
      await database.db
        .execute(sql`insert into products (id, slug, name, description, status, images, lowest_price, created_at, updated_at)
        select gen_random_uuid(), 'mug-' || number, 'Mug ' || (number * 7919) % 1201, '', 'active', '[]', number % 40, timestamptz '2026-11-21' - number / 3 * interval '1 day', now()
        from generate_series(1, ${count - 1}::integer) number`);
    });
    const walk = async (filter: ProductFilter, sorting: Sorting<ProductSortKey>): Promise<readonly string[]> => {
      const met: string[] = [];
      let cursor: string | undefined;
      do {
        const { data, meta } = valueOf(
          await reader.products(
            filter,
            sorting,
            { type: 'cursor', limit: 100, ...(cursor === undefined ? {} : { cursor }) },
            listedInUsd,
          ),
        );
        met.push(...data.map(({ slug }) => slug));
        cursor = 'nextCursor' in meta ? (meta.nextCursor ?? undefined) : undefined;
      } while (cursor !== undefined);
      return met;
    };

    it.each<ProductSortKey>(['createdAt', 'name', 'price'])(
      'lists them by %s as if nothing had been searched for',
      async (key) => {
        const sorting = [{ key, direction: 'desc' }] as const;
        const found = await walk({ search: 'MUG' }, sorting);
        expect(found).toHaveLength(count);
        expect(found).toEqual(await walk({}, sorting));
      },
    );

    it('tells how many they are, and how many of them meet the rest of a filter', async () => {
      const second: PageRequest = { type: 'page', page: 2, limit: 1 };
      const told = async (filter: ProductFilter) =>
        valueOf(await reader.products(filter, [], second, listedInUsd)).meta;
      expect(await told({ search: 'mug' })).toMatchObject({ total: count });
      expect(await told({ search: 'mug', category: ['kitchen'] })).toMatchObject({ total: 1 });
      expect(await told({ search: 'mug first' })).toMatchObject({ total: 1 });
      expect(await told({ search: 'mug first', category: ['garden'] })).toMatchObject({ total: 0 });
      const { data } = valueOf(
        await reader.products({ search: 'mug', minPrice: 7, maxPrice: 7 }, [], all, listedInUsd),
      );
      expect(data.map(({ slug }) => slug)).toEqual(['first']);
    });
  });
});

it.each(['the name', 'the SKU'])(
  'a search finds the new name and the new SKU of a product that both came to at the same time, %s first',
  async (which) => {
    const { db, close } = await openTestPostgres();
    const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency });
    const reader = makeDrizzleCatalogueReader({ db, storeCurrency });
    const { productId } = await saveProduct(unitOfWork, sampleProduct({ slug: 'mug', name: 'Mug' }));
    const rename = async (on: Database) =>
      void (await on.update(products).set({ name: 'Beaker' }).where(eq(products.id, productId)));
    const add = async (on: Database) =>
      void (await on
        .insert(variants)
        .values({ id: uuidIds.next(), productId, sku: 'PINK-7', name: '', price: 5, digital: false }));
    const [first, second] = which === 'the name' ? [rename, add] : [add, rename];

    const writing = { isOver: false, second: Promise.resolve() };
    await db.transaction(async (tx) => {
      await first(tx);
      writing.second = second(db).then(() => {
        writing.isOver = true;
      });
      const isWaiting = async () =>
        (await db.$count(sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)) > 0;
      while (!writing.isOver && !(await isWaiting()));
    });
    await writing.second;
    for (const search of ['beaker', 'pink-7'])
      expect(valueOf(await reader.products({ search }, [], all, listedInUsd)).data).toHaveLength(1);
    await close();
  },
);
