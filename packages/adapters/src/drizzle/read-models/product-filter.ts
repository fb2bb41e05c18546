import type { ListedAt, ProductFilter } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { and, eq, sql, type SQL } from 'drizzle-orm';
import { categories, noPrice, productCategories, products, stock, variants } from '../schema.js';
import type { ListedPrices } from './listed-prices.js';
import { isStorable, uuidList } from '../connection/storable-text.js';

/** Written out, not a parameter: only so do the indexes of active products serve. */
export const isActive: SQL = sql`${products.status} = 'active'`;

/** Whether the filter lets every active product through that its search finds. */
export const asksForSearchAlone = (filter: ProductFilter): boolean =>
  Object.entries(filter).every(([name, value]) => name === 'search' || value === undefined);

/** What a row of `products` must meet to be listed, besides what is searched for. */
export function isListed(
  { ids, variantIds, category, brand, tag, minPrice, maxPrice, inStock, featured }: ProductFilter,
  { at }: Pick<ListedAt, 'at'>,
  prices: ListedPrices,
): SQL | undefined {
  if (![category, brand, tag].every((text = '') => isStorable(text))) return sql`false`;
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
    brand === undefined ? undefined : eq(products.brand, brand),
    tag === undefined ? undefined : sql`${products.tags} @> array[${tag}]::text[]`,
    // Written out, as `isActive` is.
    featured === undefined ? undefined : featured ? sql`${products.featured}` : sql`not ${products.featured}`,
    category === undefined ? undefined : isInCategory(category),
    minPrice === undefined && maxPrice === undefined
      ? undefined
      : prices.isBetween(minPrice ?? 0, maxPrice ?? Number.MAX_SAFE_INTEGER),
    inStock === undefined ? undefined : inStock ? hasUnits : sql`not ${hasUnits}`,
  );
}

const isPublished = (at: Instant): SQL =>
  sql`(${products.publishAt} is null or ${products.publishAt} <= ${at}::timestamptz)`;

/** Active products that are not listed at base prices: few, and found by an index. */
export const isHidden = ({ at }: Pick<ListedAt, 'at'>): SQL =>
  sql`${isActive} and (${products.publishAt} is not null or ${products.lowestPrice} = ${sql.raw(String(noPrice))})
    and (${products.publishAt} > ${at}::timestamptz or ${products.lowestPrice} = ${sql.raw(String(noPrice))})`;

const isInCategory = (slug: string): SQL => sql`${products.id} in (
  with recursive below (id) as (
    select ${categories.id} from ${categories} where ${eq(categories.slug, slug)}
    union select child.id from ${categories} child join below on child.parent_id = below.id
  )
  select ${productCategories.productId} from ${productCategories} join below on below.id = ${productCategories.categoryId}
)`;

const hasUnits: SQL = sql`exists (
  select 1 from ${variants} left join ${stock} on ${stock.variantId} = ${variants.id}
  where ${variants.productId} = ${products.id} and not ${variants.archived}
    and coalesce(${stock.available} > 0 or ${stock.backorder}, true)
)`;
