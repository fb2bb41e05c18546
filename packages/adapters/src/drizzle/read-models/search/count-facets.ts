import type { FacetName, ListedAt, ProductFacets, ProductFilter } from '@cartwright/application';
import { and, sql, type SQL } from 'drizzle-orm';
import { resultRows, type Database } from '../../connection/database.js';
import { categories, productSearch, products } from '../../schema.js';
import { categoriesAbove } from '../category-tree.js';
import { listedGroups } from '../listed-groups.js';
import { isByBasePrices, type ListedPrices } from '../listed-prices.js';
import {
  asksForSearchAlone,
  hiddenIds,
  isListed,
  isListedInSearch,
  isOfSearchRows,
  resolveCategory,
  type ResolvedFilter,
} from '../product-filter.js';
import type { ProductSearch } from './search-products.js';
import { mostFrequent, optionFacet, sum, valuesOf, type Group } from '../../../system/facet-values.js';

type Counted = {
  readonly prices: ListedPrices;
  readonly search: ProductSearch | undefined;
  readonly listed: ListedAt;
};

/** What products are grouped by, of rows of `product_search`. */
const groupings = {
  brand: sql`array[brand]`,
  tag: sql`tags`,
  category: sql`categories`,
  option: sql`options`,
};

/**
 * Counts facets in one statement, after a look-up of the filter's categories and before one of all categories. Products
 * are counted by the lists of tags, categories and options that they have: of these there are few, however many
 * products. A facet also counts products that its own filter excludes, so it reads rows of its own; facets without a
 * filter share theirs.
 */
export async function countFacets(
  db: Database,
  filter: ProductFilter,
  names: readonly FacetName[],
  counted: Counted,
): Promise<ProductFacets> {
  const resolved = await resolveCategory(db, filter);
  const isOfAll = (left: ResolvedFilter): boolean =>
    counted.search === undefined && isByBasePrices(counted.prices) && asksForSearchAlone(left);
  // Without any condition, reading the rows once for each facet is faster than materializing them.
  const rowsFor = (left: ResolvedFilter): SQL =>
    left === resolved && !isOfAll(left) ? sql`listed` : sql`(${listedRows(db, left, counted)}) as listed`;
  const grouped = (grouping: SQL, facet: string): SQL => {
    const left = withoutOwn(resolved, facet);
    return sql`(
      select coalesce(json_agg(json_build_object('values', to_json(groups.found), 'count', groups.count)), '[]')
      from (${
        isOfAll(left)
          ? listedGroups(grouping, hiddenIds(db, counted.listed))
          : sql`select ${grouping} as found, count(*) as count from ${rowsFor(left)} group by 1`
      }) as groups
    )`;
  };
  const asked = (name: FacetName, counts: SQL): SQL => (names.includes(name) ? counts : sql`null`);
  const chosen = Object.keys(filter.options ?? {}).map((name) => `option:${name.toLowerCase()}`);
  const optionFacets = ['option', ...new Set(chosen)];
  const prices = sql`(
    select json_build_object('min', min(lowest), 'max', max(highest)) from ${rowsFor(withoutOwn(resolved, 'price'))}
  )`;
  const found = await db.execute(sql`
    with listed as materialized (${listedRows(db, resolved, counted)})
    select json_build_object(
      'brand', ${asked('brand', grouped(groupings.brand, 'brand'))},
      'tag', ${asked('tag', grouped(groupings.tag, 'tag'))},
      'category', ${asked('category', grouped(groupings.category, 'category'))},
      'price', ${asked('price', prices)},
      'options', ${asked(
        'option',
        sql`json_build_array(${sql.join(
          optionFacets.map((facet) => grouped(groupings.option, facet)),
          sql`, `,
        )})`,
      )}
    ) as counts`);
  const counts = resultRows(found)[0]?.['counts'] as Counts;
  return {
    ...(counts.category === null ? {} : { category: await categoryFacet(db, counts.category) }),
    ...(counts.brand === null ? {} : { brand: valuesOf(counts.brand) }),
    ...(counts.tag === null ? {} : { tag: valuesOf(counts.tag) }),
    ...(counts.options === null ? {} : { option: optionFacet(optionFacets, counts.options) }),
    ...(counts.price === null ? {} : { price: counts.price }),
  };
}

type Counts = {
  readonly brand: readonly Group[] | null;
  readonly tag: readonly Group[] | null;
  readonly category: readonly Group[] | null;
  readonly options: readonly (readonly Group[])[] | null;
  readonly price: NonNullable<ProductFacets['price']> | null;
};

/** The filters of a facet; those of an option stand beside the others. */
const ownFilters: Readonly<Record<string, readonly (keyof ResolvedFilter)[]>> = {
  category: ['category', 'categoryIds'],
  brand: ['brand'],
  tag: ['tag'],
  price: ['minPrice', 'maxPrice'],
};

/** The filter without that of one facet; the same object if it has none. */
function withoutOwn(filter: ResolvedFilter, facet: string): ResolvedFilter {
  const own = ownFilters[facet] ?? [];
  if (own.some((name) => filter[name] !== undefined)) {
    return Object.fromEntries(Object.entries(filter).filter(([name]) => !(own as readonly string[]).includes(name)));
  }
  const { options = {}, ...others } = filter;
  const left = Object.entries(options).filter(([name]) => facet !== `option:${name.toLowerCase()}`);
  if (left.length === Object.keys(options).length) return filter;
  return left.length === 0 ? others : { ...others, options: Object.fromEntries(left) };
}

/** The rows to count: the narrow rows of `product_search` where they have every column that the filter needs. */
function listedRows(db: Database, filter: ResolvedFilter, { prices, search, listed }: Counted): SQL {
  const isNarrow = isByBasePrices(prices) && isOfSearchRows(filter);
  const rows = isNarrow
    ? sql`${productSearch}`
    : sql`${productSearch} join ${products} on ${products.id} = ${productSearch.productId}`;
  const isCounted = isNarrow ? isListedInSearch(db, filter, listed) : isListed(filter, listed, prices, true);
  const byBase = isByBasePrices(prices);
  return sql`
    select ${productSearch.brand} as brand, ${productSearch.tags} as tags, ${productSearch.categories} as categories,
      ${productSearch.options} as options,
      ${byBase ? sql`${productSearch.lowestPrice}` : prices.lowest} as lowest,
      ${byBase ? sql`${productSearch.highestPrice}` : prices.highest} as highest
    from ${rows} where ${and(isCounted, search?.isMatch)}`;
}

async function categoryFacet(db: Database, groups: readonly Group[]): Promise<NonNullable<ProductFacets['category']>> {
  const { id, slug, name, parentId, translations } = categories;
  const rows = await db.select({ id, slug, name, parentId, translations }).from(categories);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return mostFrequent(
    [...sum(groups, categoriesAbove(rows))].flatMap(([categoryId, count]) => {
      const row = byId.get(categoryId);
      return row === undefined ? [] : [{ value: row.slug, name: row.name, count, translations: row.translations }];
    }),
  );
}
