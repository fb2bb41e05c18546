import type { CatalogueReader, CategoryView, ProductSortKey, ProductView, Sorting } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { and, sql } from 'drizzle-orm';
import { errAsync } from 'neverthrow';
import { readCategoryTree } from './category-tree.js';
import { byKey, type Database } from '../connection/database.js';
import { pageOf, keysetPageOf, type SortColumn } from './keyset-page.js';
import { asksForSearchAlone, isListed, wordsOf } from './product-filter.js';
import { makeProductLookup } from './product-lookup.js';
import { searchProducts } from './product-search.js';
import { selectProductViews, viewOf, type ViewedProduct } from './product-views.js';
import type { CatalogueCache } from './catalogue-cache.js';
import { productCounts, products } from '../schema.js';
import { tryQuery } from '../connection/storage-failures.js';

type Dependencies = {
  readonly db: Database;
  readonly storeCurrency: CurrencyCode;
  /** Of single products; without it each read is a statement. */
  readonly cache?: CatalogueCache<ProductView>;
};

const sortColumns: Readonly<Record<ProductSortKey, SortColumn>> = {
  price: { column: products.lowestPrice, type: 'integer' },
  name: { column: sql`${products.name} collate "C"`, type: 'text' },
  createdAt: { column: products.createdAt, type: 'instant' },
};

const newestFirst: Sorting<ProductSortKey> = [{ key: 'createdAt', direction: 'desc' }];

/**
 * The catalogue as shoppers see it, newest first unless told. One statement a page, one before it that searches, and
 * one for the total of a page by number; one for all who ask for single products at the same time.
 *
 * @example makeDrizzleCatalogueReader({ db, storeCurrency: 'USD' })
 */
export const makeDrizzleCatalogueReader = ({ db, storeCurrency, cache }: Dependencies): CatalogueReader => ({
  products: (filter, asked, request) => {
    const sorting = asked.length === 0 ? newestFirst : asked;
    const slice = keysetPageOf(sortColumns, products.id, sorting, request);
    if (slice.isErr()) return errAsync(slice.error);
    return tryQuery(async () => {
      const words = wordsOf(filter);
      const found = words.length === 0 ? undefined : await searchProducts(db, words);
      const isAsked = isListed(filter);
      const rows = await selectProductViews(db, {
        ...slice.value,
        condition: and(isAsked, found?.isMet, slice.value.after),
      });
      const all = found === undefined ? () => countActive(db) : found.total;
      const total = () => (asksForSearchAlone(filter) ? all() : db.$count(products, and(isAsked, found?.isFound)));
      const { data, meta } = await pageOf(rows, sorting, valueOf, request, total);
      return { data: data.map((row) => viewOf(row, storeCurrency)), meta };
    });
  },
  product: makeProductLookup({ db: byKey(db), storeCurrency, ...(cache === undefined ? {} : { cache }) }),
  categories: () => tryQuery(async () => readCategoryTree(db)),
  category: (slug) => tryQuery(async () => find(await readCategoryTree(db), slug)),
});

/** Of all active products, as the database keeps it up. */
async function countActive(db: Database): Promise<number> {
  const [row] = await db
    .select({ active: sql`coalesce(sum(${productCounts.active}), 0)`.mapWith(Number) })
    .from(productCounts);
  return row?.active ?? 0;
}

const valueOf = (row: ViewedProduct, key: ProductSortKey): string | number => {
  switch (key) {
    case 'price':
      return row.lowestPrice;
    case 'name':
      return row.name;
    case 'createdAt':
      return row.createdAt;
  }
};

function find(tree: readonly CategoryView[], slug: string): CategoryView | undefined {
  for (const category of tree) {
    const found = category.slug === slug ? category : find(category.children, slug);
    if (found !== undefined) return found;
  }
  return undefined;
}
