import type { FacetName, ListedAt, ProductFacets, ProductFilter } from '@cartwright/application';
import { and, inArray, sql, type SQL } from 'drizzle-orm';
import { rowsOf, type Database } from '../../connection/database.js';
import { isStorable, textArray } from '../../connection/storable-text.js';
import { categories, productSearch, products } from '../../schema.js';
import { categoriesAbove } from '../category-tree.js';
import { isByBasePrices, type ListedPrices } from '../listed-prices.js';
import { hasOption, idsBelow, isListed, isNotHidden, resolveCategory, type ResolvedFilter } from '../product-filter.js';
import type { ProductSearch } from './search-products.js';
import { mostFrequent, optionFacet, sum, valuesOf, type Group } from '../../../system/facet-values.js';

type Counted = {
  readonly prices: ListedPrices;
  readonly search: ProductSearch | undefined;
  readonly listed: ListedAt;
};

/** A filter whose facet is counted. The facet also counts products that its own filter excludes. */
type Choice = { readonly facet: string; readonly isMet: SQL };

/**
 * Counts facets in one statement, and reads the categories in a second one. Products are counted by the lists of tags,
 * categories and options that they have: of these there are few, however many products.
 */
export async function countFacets(
  db: Database,
  filter: ProductFilter,
  names: readonly FacetName[],
  counted: Counted,
): Promise<ProductFacets> {
  const { choices, rest: unresolved } = splitFilter(filter, names, counted.prices);
  const rest = await resolveCategory(db, unresolved);
  /** All choices are met, except those of one facet. */
  const isLeftFor = (facet: string): SQL =>
    sql.join(
      [sql`true`, ...choices.flatMap((choice, index) => (choice.facet === facet ? [] : [choiceAt(index)]))],
      sql` and `,
    );
  const grouped = (column: SQL, facet: string): SQL => sql`(
    select coalesce(json_agg(json_build_object('values', to_json(groups.found), 'count', groups.count)), '[]')
    from (
      select ${column} as found, count(*) as count from listed where ${isLeftFor(facet)} group by 1
    ) as groups
  )`;
  const asked = (name: FacetName, counts: SQL): SQL => (names.includes(name) ? counts : sql`null`);
  // Without a condition on the products themselves, the narrow search rows suffice.
  const needsProducts =
    !isByBasePrices(counted.prices) || choices.some(({ facet }) => facet === 'price') || Object.keys(rest).length > 0;
  // Without any condition, reading the rows once for each facet is faster than materializing them.
  const isWhole = !needsProducts && counted.search === undefined && choices.length === 0;
  const rows = listedRows(db, { ...counted, choices, rest, needsProducts });
  const optionFacets = [...new Set(['option', ...choices.map(({ facet }) => facet).filter(isOfOption)])];
  const found = await db.execute(sql`
    with listed as ${isWhole ? sql`not materialized` : sql`materialized`} (${rows})
    select json_build_object(
      'brand', ${asked('brand', grouped(sql`array[brand]`, 'brand'))},
      'tag', ${asked('tag', grouped(sql`tags`, 'tag'))},
      'category', ${asked('category', grouped(sql`categories`, 'category'))},
      'price', ${asked(
        'price',
        sql`(select json_build_object('min', min(lowest), 'max', max(highest)) from listed where ${isLeftFor('price')})`,
      )},
      'options', ${asked(
        'option',
        sql`json_build_array(${sql.join(
          optionFacets.map((facet) => grouped(sql`options`, facet)),
          sql`, `,
        )})`,
      )}
    ) as counts`);
  const counts = rowsOf(found)[0]?.['counts'] as Counts;
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

type Rows = Counted & {
  readonly choices: readonly Choice[];
  readonly rest: ResolvedFilter;
  readonly needsProducts: boolean;
};

/** The rows to count. For each choice a column states whether the row meets it. */
function listedRows(db: Database, { choices, rest, needsProducts, prices, search, listed }: Rows): SQL {
  const byBase = isByBasePrices(prices);
  const rows = needsProducts
    ? sql`${productSearch} join ${products} on ${products.id} = ${productSearch.productId}`
    : sql`${productSearch}`;
  const isCounted = and(
    needsProducts ? isListed(rest, listed, prices, true) : isNotHidden(db, listed),
    search?.isMatch,
  );
  const lowest = byBase ? sql`${productSearch.lowestPrice}` : prices.lowest;
  const highest = byBase ? sql`${productSearch.highestPrice}` : prices.highest;
  const columns = [
    sql`${productSearch.brand} as brand`,
    sql`${productSearch.tags} as tags`,
    sql`${productSearch.categories} as categories`,
    sql`${productSearch.options} as options`,
    sql`${lowest} as lowest`,
    sql`${highest} as highest`,
    ...choices.map(({ isMet }, index) => sql`coalesce(${isMet}, false) as ${choiceAt(index)}`),
  ];
  return sql`select ${sql.join(columns, sql`, `)} from ${rows} where ${isCounted}`;
}

const choiceAt = (index: number): SQL => sql.raw(`"choice_${index}"`);
const isOfOption = (facet: string): boolean => facet.startsWith('option:');

/** Separates the filters whose facets are counted from those that apply to every facet. */
function splitFilter(
  { search: _searched, category, brand, tag, options = {}, minPrice, maxPrice, ...others }: ProductFilter,
  names: readonly FacetName[],
  prices: ListedPrices,
): { readonly choices: readonly Choice[]; readonly rest: ProductFilter } {
  const chosen = Object.entries(options);
  const isPriced = minPrice !== undefined || maxPrice !== undefined;
  const isCounted = {
    category: category !== undefined && category.every(isStorable) && names.includes('category'),
    brand: brand !== undefined && brand.every(isStorable) && names.includes('brand'),
    tag: tag !== undefined && tag.every(isStorable) && names.includes('tag'),
    option: chosen.flat(2).every(isStorable) && names.includes('option'),
    price: isPriced && names.includes('price'),
  };
  const choice = (facet: Exclude<FacetName, 'option'>, isMet: SQL): readonly Choice[] =>
    isCounted[facet] ? [{ facet, isMet }] : [];
  return {
    choices: [
      ...choice('category', sql`${productSearch.categories} && array(${idsBelow(category ?? [])})`),
      ...choice('brand', inArray(productSearch.brand, [...(brand ?? [])])),
      ...choice('tag', sql`${productSearch.tags} && ${textArray(tag ?? [])}`),
      ...choice('price', prices.isBetween(minPrice ?? 0, maxPrice ?? Number.MAX_SAFE_INTEGER)),
      ...(isCounted.option ? chosen : []).map(([name, values]) => ({
        facet: `option:${name.toLowerCase()}`,
        isMet: hasOption(sql`${productSearch.productId}`, name, values),
      })),
    ],
    rest: {
      ...others,
      ...(category === undefined || isCounted.category ? {} : { category }),
      ...(brand === undefined || isCounted.brand ? {} : { brand }),
      ...(tag === undefined || isCounted.tag ? {} : { tag }),
      ...(chosen.length === 0 || isCounted.option ? {} : { options }),
      ...(minPrice === undefined || isCounted.price ? {} : { minPrice }),
      ...(maxPrice === undefined || isCounted.price ? {} : { maxPrice }),
    },
  };
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
