import type { CategoryView } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { categories, productCategories, products } from '../schema.js';

type Row = Omit<CategoryView, 'children'> & { readonly parentId: string | null };

/** All categories, each with the number of listed products in it and below. */
export async function readCategoryTree(db: Database, at: Instant): Promise<readonly CategoryView[]> {
  const counted = sql`(
    with recursive below (top, id) as (
      select ${categories.id}, ${categories.id} from ${categories}
      union select below.top, child.id from ${categories} child join below on child.parent_id = below.id
    )
    select below.top, count(distinct ${productCategories.productId})::integer as products
    from below
    join ${productCategories} on ${productCategories.categoryId} = below.id
    join ${products} on ${products.id} = ${productCategories.productId} and ${products.status} = 'active'
      and (${products.publishAt} is null or ${products.publishAt} <= ${at}::timestamptz)
    group by below.top
  ) as counted`;
  const rows: readonly Row[] = await db
    .select({
      id: categories.id,
      slug: categories.slug,
      name: categories.name,
      seo: categories.seo,
      translations: categories.translations,
      parentId: categories.parentId,
      productCount: sql<number>`coalesce(counted.products, 0)`,
    })
    .from(categories)
    .leftJoin(counted, sql`counted.top = ${categories.id}`);
  return childrenOf(byParent(rows), null);
}

const childrenOf = (
  rows: ReadonlyMap<string | null, readonly Row[]>,
  parentId: string | null,
): readonly CategoryView[] =>
  [...(rows.get(parentId) ?? [])]
    .sort((left, right) => left.name.localeCompare(right.name, 'en'))
    .map(({ parentId: _above, ...category }) => ({ ...category, children: childrenOf(rows, category.id) }));

/** `Map.groupBy` came with Node 21. */
function byParent(rows: readonly Row[]): ReadonlyMap<string | null, readonly Row[]> {
  const groups = new Map<string | null, Row[]>();
  for (const row of rows) groups.set(row.parentId, [...(groups.get(row.parentId) ?? []), row]);
  return groups;
}
