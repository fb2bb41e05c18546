import type { ProductFilter } from '@cartwright/application';
import { and, eq, sql, type SQL } from 'drizzle-orm';
import { categories, productCategories, products, stock, variants } from '../schema.js';
import { isStorable } from '../connection/storable-text.js';

/** Written out, not a parameter: only so do the indexes of active products serve. */
export const isActive: SQL = sql`${products.status} = 'active'`;

/** What is searched for; a product must have all of it. */
export const wordsOf = ({ search = '' }: ProductFilter): readonly string[] =>
  search.split(/\s+/u).filter((word) => word !== '');

/** Whether the filter lets every active product through that its search finds. */
export const asksForSearchAlone = (filter: ProductFilter): boolean =>
  Object.entries(filter).every(([name, value]) => name === 'search' || value === undefined);

/** What a row of `products` must meet to be listed, besides what is searched for. */
export function isListed({ category, minPrice, maxPrice, inStock }: ProductFilter): SQL | undefined {
  if (!isStorable(category ?? '')) return sql`false`;
  return and(
    isActive,
    category === undefined ? undefined : isInCategory(category),
    minPrice === undefined && maxPrice === undefined
      ? undefined
      : hasPrice(minPrice ?? 0, maxPrice ?? Number.MAX_SAFE_INTEGER),
    inStock === undefined ? undefined : inStock ? hasUnits : sql`not ${hasUnits}`,
  );
}

const isInCategory = (slug: string): SQL => sql`${products.id} in (
  with recursive below (id) as (
    select ${categories.id} from ${categories} where ${eq(categories.slug, slug)}
    union select child.id from ${categories} child join below on child.parent_id = below.id
  )
  select ${productCategories.productId} from ${productCategories} join below on below.id = ${productCategories.categoryId}
)`;

const hasPrice = (from: number, to: number): SQL => sql`exists (
  select 1 from ${variants}
  where ${variants.productId} = ${products.id} and ${variants.price} between ${from}::bigint and ${to}::bigint
)`;

const hasUnits: SQL = sql`exists (
  select 1 from ${variants} left join ${stock} on ${stock.variantId} = ${variants.id}
  where ${variants.productId} = ${products.id} and coalesce(${stock.available} > 0, true)
)`;
