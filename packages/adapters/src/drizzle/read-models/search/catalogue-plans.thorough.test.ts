import type { CatalogueReader, PageRequest, ProductFilter, ProductSortKey } from '@cartwright/application';
import { listedInUsd, valueOf } from '@cartwright/application/contracts/sample-shop';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPostgres } from '../../../../testing/drizzle-databases.js';
import { fillCatalogue } from '../../../../testing/product-search/fill-catalogue.js';
import { rowsOf, type Database } from '../../connection/database.js';
import { openPostgres } from '../../../postgres/open-postgres.js';
import { makeDrizzleCatalogueReader } from '../catalogue-reader.js';

const products = 8_000;
const first: PageRequest = { type: 'page', page: 1, limit: 20 };
const largeTables = ['products', 'product_search', 'product_categories', 'variants', 'stock', 'search_words'];

describe(`with ${products} products`, () => {
  let database: Awaited<ReturnType<typeof openTestPostgres>>;
  let shop: ReturnType<typeof openPostgres>;
  let db: Database;
  let reader: CatalogueReader;
  beforeAll(async () => {
    database = await openTestPostgres({ maxConnections: 1, statementTimeoutMs: 0 });
    await fillCatalogue(database.db, products);
    shop = openPostgres({ url: database.url, maxConnections: 1 });
    ({ db } = shop);
    reader = makeDrizzleCatalogueReader({ db, storeCurrency: 'USD' });
  }, 900_000);
  afterAll(async () => {
    await shop.close();
    await database.close();
  });

  /** How often each table was read as a whole while `work` ran. */
  const wholeReads = async (work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> => {
    const counts = async () => {
      await db.execute(sql`select pg_stat_force_next_flush()`);
      const rows = rowsOf(await db.execute(sql`select relname, seq_scan::integer as scans from pg_stat_user_tables`));
      return new Map(rows.map(({ relname, scans }) => [String(relname), Number(scans)]));
    };
    const before = await counts();
    await work();
    const after = await counts();
    return Object.fromEntries(
      largeTables.flatMap((table) => {
        const reads = (after.get(table) ?? 0) - (before.get(table) ?? 0);
        return reads === 0 ? [] : [[table, reads]];
      }),
    );
  };

  const filters: readonly ProductFilter[] = [
    {},
    { search: 'lantren' },
    { brand: 'Brand 7' },
    { tag: 'season 7' },
    { options: { Color: 'red' } },
  ];

  it.each(filters)('a list of %o reads no table as a whole', async (filter) => {
    expect(
      await wholeReads(async () => {
        for (let time = 0; time < 8; time += 1) valueOf(await reader.products(filter, [], first, listedInUsd));
      }),
    ).toEqual({});
  });

  it.each<ProductSortKey>(['price', 'name', 'createdAt'])(
    'a list sorted by %s reads no table as a whole',
    async (key) => {
      expect(
        await wholeReads(async () => {
          for (const direction of ['asc', 'desc'] as const)
            valueOf(await reader.products({}, [{ key, direction }], first, listedInUsd));
        }),
      ).toEqual({});
    },
  );

  // Facets of a list without a search count every product.
  it.each(filters.filter(({ search }) => search !== undefined))(
    'facets of %o read no table as a whole',
    async (filter) => {
      expect(
        await wholeReads(async () =>
          valueOf(await reader.facets(filter, ['category', 'brand', 'tag', 'option', 'price'], listedInUsd)),
        ),
      ).toEqual({});
    },
  );

  it('suggestions read no table as a whole', async () => {
    expect(
      await wholeReads(async () => {
        for (const text of ['lan', 'red m', 'bra']) valueOf(await reader.suggest(text, listedInUsd));
      }),
    ).toEqual({});
  });

  it('a list and its facets take as many statements for a hundred products as for one', async () => {
    const statements = async (limit: number): Promise<number> => {
      const count = async () =>
        Number(
          rowsOf(
            await db.execute(
              sql`select sum(xact_commit)::integer as n from pg_stat_database where datname = current_database()`,
            ),
          )[0]?.['n'],
        );
      await db.execute(sql`select pg_stat_force_next_flush()`);
      const before = await count();
      valueOf(await reader.products({ search: 'lantern' }, [], { type: 'cursor', limit }, listedInUsd));
      await db.execute(sql`select pg_stat_force_next_flush()`);
      return (await count()) - before;
    };
    expect(await statements(100)).toBe(await statements(1));
  });
});
