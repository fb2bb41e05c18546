import type { CatalogueReader, ListedAt, ProductFilter, ProductSortKey, Sorting } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { and, desc, eq, sql } from 'drizzle-orm';
import { readCategoryTree } from './category-tree.js';
import { byKey, type Database } from '../connection/database.js';
import { readKeysetPage, type SortColumn } from './keyset-page.js';
import {
  asksForSearchAlone,
  isHidden,
  isListed,
  isListedInSearch,
  isNotHidden,
  isOfSearchRows,
  resolveCategory,
} from './product-filter.js';
import { countFacets } from './search/count-facets.js';
import { readNextChange } from './next-catalogue-change.js';
import { makeProductLookup } from './product-lookup.js';
import { suggest } from './search/suggest.js';
import { searchProducts, type ProductSearch } from './search/search-products.js';
import { selectProductViews, viewOf, type ViewedProduct } from './product-views.js';
import { boughtTogether, productCounts, productSearch, products } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { tryQuery, withOutages } from '../connection/try-query.js';
import { isByBasePrices, listedPrices, type ListedPrices } from './listed-prices.js';

type Dependencies = {
  readonly db: Database;
  readonly storeCurrency: CurrencyCode;
};

const sortColumnsOf = (
  { lowest }: ListedPrices,
  search: ProductSearch | undefined,
): Readonly<Record<ProductSortKey, SortColumn>> => ({
  relevance: { column: search?.relevance ?? sql`0`, type: 'integer' },
  price: { column: lowest, type: 'integer' },
  name: { column: sql`${products.name} collate "C"`, type: 'text' },
  createdAt: { column: products.createdAt, type: 'instant' },
  rating: { column: products.rating, type: 'integer' },
  popularity: { column: products.unitsSold, type: 'integer' },
});

const newestFirst: Sorting<ProductSortKey> = [{ key: 'createdAt', direction: 'desc' }];
const bestFirst: Sorting<ProductSortKey> = [{ key: 'relevance', direction: 'desc' }];

/** Maximum languages that a search considers. */
const mostLanguages = 3;

/**
 * The catalogue as shoppers see it. By default the best matches of a search come first, and without a search the newest
 * products. A page takes one statement, preceded by those of its search; a page by number takes another for the total.
 * Concurrent requests for single products share a statement.
 *
 * @example makeDrizzleCatalogueReader({ db, storeCurrency: 'USD' })
 */
export const makeDrizzleCatalogueReader = ({ db, storeCurrency }: Dependencies): CatalogueReader => ({
  products: (filter, asked, request, listed) =>
    withOutages(async () => {
      const prices = await listedPrices(db, listed, storeCurrency);
      const search = await searchFor(db, filter, listed);
      const sorting = asked.length > 0 ? asked : search === undefined ? newestFirst : bestFirst;
      const isForAll = asksForSearchAlone(filter) && isByBasePrices(prices);
      const bySearchAlone = isForAll && search !== undefined && sorting === bestFirst;
      const id = bySearchAlone ? productSearch.productId : products.id;
      const resolved = await resolveCategory(db, filter);
      const isAsked = bySearchAlone
        ? isNotHidden(db, listed)
        : isListed(resolved, listed, prices, search !== undefined);
      const count = async ([first]: readonly ViewedProduct[]) => {
        if (search === undefined && isForAll) return countListed(db, listed);
        if (typeof first?.matchCount === 'number') return first.matchCount;
        // The narrow rows that are searched suffice.
        if (isOfSearchRows(filter) && isByBasePrices(prices)) {
          return db.$count(productSearch, and(isListedInSearch(db, resolved, listed), search?.isMatch));
        }
        if (search === undefined) return db.$count(products, isAsked);
        const found = sql`${products} join ${productSearch} on ${productSearch.productId} = ${products.id}`;
        return db.$count(found, and(isAsked, search.isMatch));
      };
      const viewed = { lowestPrice: prices.lowest, bySearchAlone, ...(search === undefined ? {} : { search }) };
      const page = await readKeysetPage({ columns: sortColumnsOf(prices, search), id, sorting, valueOf }, request, {
        where: and(isAsked, search?.isMatch),
        select: async (part) => selectProductViews(db, { ...part, ...viewed }),
        rowOf: (row: ViewedProduct) => row,
        count,
      });
      return page.map(({ data, meta }) => ({ data: data.map((row) => viewOf(row, storeCurrency)), meta }));
    }),
  suggest: (text, listed) => tryQuery(() => suggest(db, text, listed)),
  facets: (filter, names, listed) =>
    tryQuery(async () => {
      const prices = await listedPrices(db, listed, storeCurrency);
      return countFacets(db, filter, names, { prices, search: await searchFor(db, filter, listed), listed });
    }),
  listedSlugs: ({ from, limit }, listed) =>
    tryQuery(async () => {
      const { id, slug, updatedAt } = products;
      const prices = await listedPrices(db, listed, storeCurrency);
      const start = 'after' in from ? sql`${id} > ${from.after}::uuid` : undefined;
      const rows = db
        .select({ id, slug, updatedAt })
        .from(products)
        .where(and(isListed({}, listed, prices), start));
      return rows
        .orderBy(id)
        .limit(limit)
        .offset('skip' in from ? from.skip : 0);
    }),
  countListed: (listed) =>
    tryQuery(async () => {
      const prices = await listedPrices(db, listed, storeCurrency);
      return isByBasePrices(prices) ? countListed(db, listed) : db.$count(products, isListed({}, listed, prices));
    }),
  product: makeProductLookup({ db: byKey(db), storeCurrency }),
  boughtWith: (id) =>
    tryQuery(async () => {
      if (!isUuid(id)) return [];
      const { productId, otherId, orders } = boughtTogether;
      const rows = await db
        .select({ otherId })
        .from(boughtTogether)
        .where(eq(productId, id))
        .orderBy(desc(orders), otherId);
      return rows.map((row) => row.otherId);
    }),
  categories: (at) => tryQuery(async () => readCategoryTree(db, at)),
  nextChange: (at) => tryQuery(async () => readNextChange(db, at)),
});

const searchFor = async (db: Database, { search = '' }: ProductFilter, { locales = [] }: ListedAt) =>
  searchProducts(db, search, locales.slice(0, mostLanguages));

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
    case 'relevance':
      return row.relevance;
    case 'rating':
      return row.rating;
    case 'popularity':
      return row.unitsSold;
  }
};
