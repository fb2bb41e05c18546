import type { CatalogueReader, ListedAt, OfferedProduct, ProductSortKey, Sorting } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { and, sql } from 'drizzle-orm';
import { err, ok } from 'neverthrow';
import { readCategoryTree } from './category-tree.js';
import { byKey, type Database } from '../connection/database.js';
import { pageOf, keysetPageOf, type SortColumn } from './keyset-page.js';
import { asksForSearchAlone, isHidden, isListed, wordsOf } from './product-filter.js';
import { makeProductLookup } from './product-lookup.js';
import { searchProducts } from './product-search.js';
import { selectProductViews, viewOf, type ViewedProduct } from './product-views.js';
import type { CatalogueCache } from './catalogue-cache.js';
import { productCounts, products } from '../schema.js';
import { tryQuery, withOutages } from '../connection/storage-failures.js';
import { isByBasePrices, listedPrices, type ListedPrices } from './listed-prices.js';

type Dependencies = {
  readonly db: Database;
  readonly storeCurrency: CurrencyCode;
  /** Of single products; without it each read is a statement. */
  readonly cache?: CatalogueCache<OfferedProduct>;
};

const sortColumnsOf = ({ lowest }: ListedPrices): Readonly<Record<ProductSortKey, SortColumn>> => ({
  price: { column: lowest, type: 'integer' },
  name: { column: sql`${products.name} collate "C"`, type: 'text' },
  createdAt: { column: products.createdAt, type: 'instant' },
});

const newestFirst: Sorting<ProductSortKey> = [{ key: 'createdAt', direction: 'desc' }];

/**
 * The catalogue as shoppers see it, newest first unless told. One statement a page, one before it that searches, and
 * one for the total of a page by number; one for all who ask for single products at the same time.
 *
 * @example makeDrizzleCatalogueReader({ db, storeCurrency: 'USD' })
 */
export const makeDrizzleCatalogueReader = ({ db, storeCurrency, cache }: Dependencies): CatalogueReader => ({
  products: (filter, asked, request, listed) => {
    const sorting = asked.length === 0 ? newestFirst : asked;
    return withOutages(async () => {
      const prices = await listedPrices(db, listed, storeCurrency);
      const slice = keysetPageOf(sortColumnsOf(prices), products.id, sorting, request);
      if (slice.isErr()) return err(slice.error);
      const words = wordsOf(filter);
      const found = words.length === 0 ? undefined : await searchProducts(db, words);
      const isAsked = isListed(filter, listed, prices);
      const rows = await selectProductViews(db, {
        ...slice.value,
        condition: and(isAsked, found?.isMet, slice.value.after),
        lowestPrice: prices.lowest,
      });
      const isForAll = found === undefined && asksForSearchAlone(filter) && isByBasePrices(prices);
      const total = () => (isForAll ? countListed(db, listed) : db.$count(products, and(isAsked, found?.isFound)));
      const { data, meta } = await pageOf(rows, sorting, valueOf, request, total);
      return ok({ data: data.map((row) => viewOf(row, storeCurrency)), meta });
    });
  },
  product: makeProductLookup({ db: byKey(db), storeCurrency, ...(cache === undefined ? {} : { cache }) }),
  categories: (at) => tryQuery(async () => readCategoryTree(db, at)),
});

/** All products that are listed: the active ones, which the database counts, without the few that are hidden. */
async function countListed(db: Database, listed: ListedAt): Promise<number> {
  const hidden = sql`(select count(*) from ${products} where ${isHidden(listed)})`;
  const [row] = await db
    .select({ listed: sql`coalesce(sum(${productCounts.active}), 0) - ${hidden}`.mapWith(Number) })
    .from(productCounts);
  return row?.listed ?? 0;
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
