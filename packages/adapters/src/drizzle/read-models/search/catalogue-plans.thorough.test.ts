/** Long because the plan of every list of the catalogue is checked on one large shop, which takes minutes to fill. */
import type {
  CatalogueReader,
  DirectoryFilter,
  FacetName,
  ListedAt,
  PageRequest,
  ProductDirectory,
  ProductFilter,
  ProductSortKey,
} from '@cartwright/application';
import { listedInUsd, valueOf } from '@cartwright/application/contracts/sample-shop';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPostgres } from '../../../../testing/drizzle-databases.js';
import { fillCatalogue } from '../../../../testing/product-search/fill-catalogue.js';
import type { Database } from '../../connection/database.js';
import { makeDrizzleCatalogueReader } from '../catalogue-reader.js';
import { makeDrizzleProductDirectory } from '../product-directory.js';

const products = 100_000;
const listId = '00000000-0000-7000-8000-000000000001';
const first: PageRequest = { type: 'page', page: 1, limit: 20 };
const largeTables = new Set([
  'products',
  'product_search',
  'product_categories',
  'variants',
  'variant_prices',
  'price_list_entries',
  'stock',
  'search_words',
]);

/** A sequential scan of at most so many rows does not count as reading the whole table. */
const fewRows = products / 50;

/** A node of a plan, as `EXPLAIN (ANALYZE, FORMAT JSON)` writes it. */
type Plan = {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
};

/** The large tables of which a plan reads many rows without an index. */
const wholeReadsIn = (plan: Plan): readonly string[] => {
  const table = plan['Relation Name'] ?? '';
  const rows = plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0);
  const isWhole = plan['Node Type'] === 'Seq Scan' && rows * plan['Actual Loops'] > fewRows;
  return [...(isWhole && largeTables.has(table) ? [table] : []), ...(plan.Plans ?? []).flatMap(wholeReadsIn)];
};

describe(`with ${products} products`, () => {
  let database: Awaited<ReturnType<typeof openTestPostgres>>;
  let client: postgres.Sql;
  let reader: CatalogueReader;
  let directory: ProductDirectory;
  const statements: { readonly text: string; readonly parameters: readonly unknown[] }[] = [];

  beforeAll(async () => {
    database = await openTestPostgres({ maxConnections: 1, statementTimeoutMs: 0 });
    await fillCatalogue(database.db, products);
    client = postgres(database.url, { max: 1, fetch_types: false });
    const logger = {
      logQuery: (text: string, parameters: unknown[]) => void statements.push({ text, parameters }),
    };
    const db = drizzle(client, { logger }) as unknown as Database;
    reader = makeDrizzleCatalogueReader({ db, storeCurrency: 'USD' });
    directory = makeDrizzleProductDirectory({ db, storeCurrency: 'USD' });
  }, 900_000);
  afterAll(async () => {
    await client.end();
    await database.close();
  });

  const statementsOf = async (work: () => Promise<unknown>) => {
    statements.length = 0;
    await work();
    return [...statements];
  };
  /** The tables that the plans of all statements of `work` read as a whole. */
  const wholeReads = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
    const found: string[] = [];
    const ran = await statementsOf(work);
    expect(ran.length).toBeGreaterThan(0);
    for (const { text, parameters } of ran) {
      const [row] = await client.unsafe(`explain (analyze, format json) ${text}`, parameters as never[]);
      const plans = (row?.['QUERY PLAN'] ?? []) as readonly { readonly Plan: Plan }[];
      expect(plans).toHaveLength(1);
      found.push(...plans.flatMap(({ Plan: plan }) => wholeReadsIn(plan)));
    }
    return found;
  };
  const list = async (filter: ProductFilter, sorting: Parameters<CatalogueReader['products']>[1] = []) =>
    valueOf(await reader.products(filter, sorting, first, listedInUsd));

  const filters: readonly ProductFilter[] = [
    {},
    { search: 'lantern' },
    { search: 'lant' },
    { search: 'lantren' },
    { search: 'brass lamps' },
    { brand: ['Brand 7'] },
    { tag: ['season 7'] },
    { options: { Color: ['red'] } },
    { category: ['category-57'] },
    { category: ['category-1'] },
    { category: ['category-1'], search: 'lantern' },
    { brand: ['Brand 7', 'Brand 8'], tag: ['season 7', 'season 8'] },
    { minPrice: 500, maxPrice: 505 },
    { minRating: 5 },
    { featured: true },
    { brand: ['Brand 7'], tag: ['season 7'], category: ['category-57'], minPrice: 500 },
    { search: 'lamp', brand: ['Brand 7'], inStock: true },
  ];
  it.each(filters)('a list of %o uses indexes', async (filter) => {
    expect(await wholeReads(async () => list(filter))).toEqual([]);
  });

  // Of what most products have, only the total reads all of them: a list by cursor has none.
  it.each<ProductFilter>([{ inStock: true }, { minPrice: 100 }])(
    'a list of %o by cursor uses indexes',
    async (filter) => {
      const read = async () => {
        const { data } = valueOf(await reader.products(filter, [], { type: 'cursor', limit: 20 }, listedInUsd));
        expect(data).toHaveLength(20);
      };
      expect(await wholeReads(read)).toEqual([]);
    },
  );

  it.each<ProductSortKey>(['price', 'name', 'createdAt', 'rating', 'popularity'])(
    'a list sorted by %s uses indexes, in both directions',
    async (key) => {
      for (const direction of ['asc', 'desc'] as const)
        expect(await wholeReads(async () => list({}, [{ key, direction }]))).toEqual([]);
    },
  );

  it('products and variants by their ids, and a product by its slug, use indexes', async () => {
    const { data } = await list({});
    const ids = data.map(({ id }) => id);
    const variantIds = data.flatMap(({ variants }) => variants.map(({ id }) => id));
    expect(
      await wholeReads(async () => {
        expect((await list({ ids })).data).toHaveLength(20);
        expect((await list({ variantIds })).data).toHaveLength(20);
        for (const name of ['product-77', ids[0] ?? '']) expect(valueOf(await reader.product(name))).toBeDefined();
        valueOf(await reader.boughtWith(ids[0] ?? ''));
      }),
    ).toEqual([]);
  });

  // A facet also counts the products that its own filter excludes. Without other conditions, the facets of categories
  // and brands use an index-only scan, and those of tags, options and prices read all products.
  it.each<readonly [ProductFilter, readonly FacetName[]]>([
    [{ search: 'lantern' }, ['category', 'brand', 'tag', 'option', 'price']],
    [{ search: 'lantren' }, ['category', 'brand', 'tag', 'option', 'price']],
    [{ search: 'lamp', brand: ['Brand 7'] }, ['category', 'brand', 'tag', 'option', 'price']],
    [{ brand: ['Brand 7'] }, ['category', 'tag', 'option', 'price']],
    [{ tag: ['season 7'] }, ['category', 'brand', 'price']],
    [{ category: ['category-57'] }, ['category', 'brand', 'tag', 'option', 'price']],
    [{ category: ['category-1'] }, ['category', 'brand', 'tag', 'option', 'price']],
    [{ category: ['category-57'], brand: ['Brand 7'] }, ['category', 'brand', 'tag', 'option', 'price']],
    [{ category: ['category-57'], tag: ['season 7'] }, ['category', 'brand', 'tag', 'option', 'price']],
    [{ category: ['category-57'], options: { Color: ['red'] } }, ['category', 'brand', 'tag', 'option', 'price']],
    [{ category: ['category-57'], minPrice: 500, maxPrice: 505 }, ['category', 'brand', 'tag', 'option', 'price']],
    [{ brand: ['Brand 7'] }, ['category', 'brand', 'tag', 'option', 'price']],
    [{}, ['category', 'brand']],
  ])('the facets of %o use indexes: %o', async (filter, names) => {
    expect(await wholeReads(async () => valueOf(await reader.facets(filter, names, listedInUsd)))).toEqual([]);
  });

  it('suggestions, the next change and the pages of a sitemap use indexes', async () => {
    expect(
      await wholeReads(async () => {
        for (const text of ['lan', 'red m', 'bra']) valueOf(await reader.suggest(text, listedInUsd));
        valueOf(await reader.nextChange(listedInUsd.at));
        valueOf(await reader.listedSlugs({ from: { skip: 0 }, limit: 100 }, listedInUsd));
        valueOf(await reader.countListed(listedInUsd));
        valueOf(await reader.categories(listedInUsd.at));
      }),
    ).toEqual([]);
  });

  // A part of a name that few products have, a slug and an SKU.
  it.each<DirectoryFilter>([{ search: 'walnut clock' }, { search: 'product-4711' }, { search: 'sku-4711-' }])(
    "editors' list of %o uses indexes",
    async (filter) => {
      const read = async () => {
        const { data, meta } = valueOf(await directory.list(filter, [], first));
        expect([data.length > 0, 'total' in meta && meta.total < 200]).toEqual([true, true]);
      };
      expect(await wholeReads(read)).toEqual([]);
    },
  );

  it.each<readonly [ProductSortKey | undefined, number]>([
    [undefined, 4_900],
    ['createdAt', 2_500],
    ['name', 500],
  ])('a page far down a list sorted by %s uses indexes', async (key, page) => {
    const sorting = key === undefined ? [] : [{ key, direction: 'desc' } as const];
    const read = async () => {
      const request = { type: 'page', page, limit: 20 } as const;
      const { data } = valueOf(await reader.products({}, sorting, request, listedInUsd));
      expect(data).toHaveLength(20);
    };
    expect(await wholeReads(read)).toEqual([]);
  });

  describe('and price lists and other currencies', () => {
    const inEuro: ListedAt = { ...listedInUsd, currency: 'EUR' };
    const wholesale: ListedAt = { ...listedInUsd, groups: ['wholesale'] };
    beforeAll(async () => {
      await database.db.transaction(async (tx) => {
        await tx.execute(sql`set local statement_timeout = 0`);
        await tx.execute(sql`
          insert into variant_prices (variant_id, currency, amount) select id, 'EUR', price - 10 from variants`);
        await tx.execute(sql`
          insert into price_lists (id, name, currency, groups, priority, version, created_at)
          values (${listId}, 'Wholesale', 'USD', '["wholesale"]', 1, 1, now())`);
        // Of one product in ten.
        await tx.execute(sql`
          insert into price_list_entries (list_id, variant_id, min_quantity, amount)
          select ${listId}, variants.id, 1, variants.price / 2 from variants
          where hashtext(variants.product_id::text) % 10 = 0`);
      });
      await database.db.execute(sql`analyze variant_prices, price_lists, price_list_entries`);
    }, 300_000);

    // As above, the total of what most products have reads all of them.
    it.each(
      [
        {},
        { inStock: true },
        { minPrice: 100 },
        { inStock: true, minPrice: 100 },
        { category: ['category-57'] },
        { brand: ['Brand 7'], inStock: true },
        { search: 'lantern' },
      ].flatMap((filter: ProductFilter) => [
        { name: 'EUR', listed: inEuro, filter },
        { name: 'a group with a price list', listed: wholesale, filter },
      ]),
    )('a list of $filter by cursor, at the prices of $name, uses indexes', async ({ listed, filter }) => {
      const read = async () => {
        const { data } = valueOf(await reader.products(filter, [], { type: 'cursor', limit: 20 }, listed));
        expect(data).toHaveLength(20);
      };
      expect(await wholeReads(read)).toEqual([]);
    });

    it.each(
      [
        { category: ['category-57'] },
        { brand: ['Brand 7'], inStock: true },
        { search: 'lantern' },
        { tag: ['season 7'], minPrice: 500 },
      ].flatMap((filter: ProductFilter) => [
        { name: 'EUR', listed: inEuro, filter },
        { name: 'a group with a price list', listed: wholesale, filter },
      ]),
    )('a list of $filter with its total, sorted by the prices of $name, uses indexes', async ({ listed, filter }) => {
      const sorting = [{ key: 'price', direction: 'asc' }] as const;
      expect(await wholeReads(async () => valueOf(await reader.products(filter, sorting, first, listed)))).toEqual([]);
    });
  });

  it.each<ProductFilter>([{}, { search: 'lantern' }, { tag: ['season 7'] }])(
    'a list of %o takes as many statements for a hundred products as for one',
    async (filter) => {
      const count = async (limit: number) =>
        (
          await statementsOf(async () => {
            const { data } = valueOf(await reader.products(filter, [], { type: 'page', page: 1, limit }, listedInUsd));
            expect(data).toHaveLength(limit);
            valueOf(await reader.facets(filter, ['category', 'brand'], listedInUsd));
          })
        ).length;
      expect(await count(100)).toBe(await count(1));
    },
  );
});
