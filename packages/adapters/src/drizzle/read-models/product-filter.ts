import type { ListedAt, ProductFilter } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { resultRows, type Database } from '../connection/database.js';
import { and, gt, gte, inArray, sql, type SQL } from 'drizzle-orm';
import { categories, noPrice, productSearch, products, stock, variants } from '../schema.js';
import type { ListedPrices } from './listed-prices.js';
import { isStorable, textArray, uuidList } from '../connection/storable-text.js';

/** Written out, not a parameter: only so do the indexes of active products serve. */
export const isActive: SQL = sql`${products.status} = 'active'`;

const asksOnlyFor = (names: readonly (keyof ResolvedFilter)[], filter: ResolvedFilter): boolean =>
  Object.entries(filter).every(([name, value]) => value === undefined || (names as readonly string[]).includes(name));

/** Whether a filter has no other condition than a search. */
export const asksForSearchAlone = (filter: ProductFilter): boolean => asksOnlyFor(['search'], filter);

/** Whether rows of `product_search` state all that a filter asks at base prices: see `isListedInSearch`. */
export const isOfSearchRows = (filter: ResolvedFilter): boolean =>
  asksOnlyFor(['search', 'category', 'categoryIds', 'brand'], filter);

/** A filter with the ids of its category and of all below it. */
export type ResolvedFilter = ProductFilter & { readonly categoryIds?: readonly string[] };

/**
 * Looks up the categories of a filter, in a statement of their own: PostgreSQL then knows how many products they have,
 * and neither reads whole tables for few nor looks each of many up.
 */
export async function resolveCategory<Filter extends ProductFilter>(
  db: Database,
  filter: Filter,
): Promise<Filter & ResolvedFilter> {
  const { category } = filter;
  if (category === undefined || !category.every(isStorable)) return filter;
  const rows = resultRows(await db.execute(idsBelow(category)));
  return { ...filter, categoryIds: rows.map(({ id }) => String(id)) };
}

/**
 * What a row of `products` must meet to be listed, besides what is searched for.
 *
 * @param hasSearch - whether its row of `product_search` is joined
 */
export function isListed(
  filter: ResolvedFilter,
  { at }: Pick<ListedAt, 'at'>,
  prices: ListedPrices,
  hasSearch = false,
): SQL | undefined {
  const { ids, variantIds, category, brand, tag, minPrice, maxPrice, inStock, featured, options = {} } = filter;
  const texts = [category ?? [], brand ?? [], tag ?? [], Object.entries(options).flat(2)].flat();
  if (!texts.every(isStorable)) return sql`false`;
  return and(
    isActive,
    isPublished(at),
    prices.isPriced,
    ids === undefined ? undefined : sql`${products.id} = any(${uuidList(ids)}::uuid[])`,
    variantIds === undefined
      ? undefined
      : sql`${products.id} in (
          select ${variants.productId} from ${variants}
          where ${variants.id} = any(${uuidList(variantIds)}::uuid[]) and not ${variants.archived}
        )`,
    brand === undefined ? undefined : inArray(products.brand, [...brand]),
    tag === undefined ? undefined : sql`${products.tags} && ${textArray(tag)}`,
    // Written out, as `isActive` is.
    featured === undefined ? undefined : featured ? sql`${products.featured}` : sql`not ${products.featured}`,
    category === undefined || hasSearch ? isInCategory(filter) : isAmong(isInCategory(filter)),
    ...Object.entries(options).map(([name, values]) => hasOption(sql`${products.id}`, name, values)),
    minPrice === undefined && maxPrice === undefined
      ? undefined
      : prices.isBetween(minPrice ?? 0, maxPrice ?? Number.MAX_SAFE_INTEGER),
    inStock === undefined ? undefined : inStock ? hasUnits : sql`not ${hasUnits}`,
    filter.minRating === undefined
      ? undefined
      : and(gte(products.rating, Math.round(filter.minRating * 100)), gt(products.ratingCount, 0)),
  );
}

/** Whether a product's row of `product_search` meets a condition. */
const isAmong = (condition: SQL | undefined): SQL =>
  sql`${products.id} in (select ${productSearch.productId} from ${productSearch} where ${condition})`;

/** Whether some variant of a product has one of an option's values, in any case. */
export const hasOption = (productId: SQL, name: string, values: readonly string[]): SQL => sql`${productId} in (
  select ${productSearch.productId} from ${productSearch}
  where ${productSearch.words} @@ (${sql.join(
    values.map((value) => sql`'''#o' || md5(search_fold(${name}) || '=' || search_fold(${value})) || ''''`),
    sql` || ' | ' || `,
  )})::tsquery
)`;

export const isPublished = (at: Instant): SQL =>
  sql`(${products.publishAt} is null or ${products.publishAt} <= ${at}::timestamptz)`;

const hasNoPrice = sql`${products.lowestPrice} = ${sql.raw(String(noPrice))}`;

/** Active products that may not be listed: the condition of the index `products_hidden`, which has few rows. */
export const mayBeHidden = sql`${isActive} and (${products.publishAt} is not null or ${hasNoPrice})`;

/** Active products that are not listed at base prices. */
export const isHidden = ({ at }: Pick<ListedAt, 'at'>): SQL =>
  sql`${mayBeHidden} and (${products.publishAt} > ${at}::timestamptz or ${hasNoPrice})`;

export const hiddenIds = (db: Database, listed: ListedAt) =>
  db.select({ id: products.id }).from(products).where(isHidden(listed));

/** Of all rows of `product_search`, those that are listed at base prices. */
export const isNotHidden = (db: Database, listed: ListedAt): SQL =>
  sql`${productSearch.productId} <> all (array(${hiddenIds(db, listed)}))`;

/** What a row of `product_search` must meet to be listed at base prices, by a filter that `isOfSearchRows`. */
export function isListedInSearch(db: Database, filter: ResolvedFilter, listed: ListedAt): SQL | undefined {
  const { brand } = filter;
  if (brand?.every(isStorable) === false) return sql`false`;
  return and(
    isNotHidden(db, listed),
    isInCategory(filter),
    brand === undefined ? undefined : inArray(productSearch.brand, [...brand]),
  );
}

/** Whether a row of `product_search` is in one of these categories; all if the filter names none. */
function isInCategory({ category, categoryIds = [] }: ResolvedFilter): SQL | undefined {
  if (category === undefined) return undefined;
  if (categoryIds.length === 0) return sql`false`;
  return sql`${productSearch.words} @@ ${categoryIds.map((id) => `'#c${id}'`).join(' | ')}::tsquery`;
}

/** A query for the ids of categories and of all below them. */
const idsBelow = (slugs: readonly string[]): SQL => sql`
  with recursive below (id) as (
    select ${categories.id} from ${categories} where ${inArray(categories.slug, [...slugs])}
    union select child.id from ${categories} child join below on child.parent_id = below.id
  )
  select below.id from below`;

const hasUnits: SQL = sql`exists (
  select 1 from ${variants} left join ${stock} on ${stock.variantId} = ${variants.id}
  where ${variants.productId} = ${products.id} and not ${variants.archived}
    and coalesce(${stock.available} > 0 or ${stock.backorder}, true)
)`;
