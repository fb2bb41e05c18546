import type { CategoryView } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { sql, type SQL } from 'drizzle-orm';
import { sum, type Group } from '../../system/facet-values.js';
import { resultRows, type Database } from '../connection/database.js';
import { categories, productSearch, products } from '../schema.js';
import { listedGroups } from './listed-groups.js';
import { mayBeHidden } from './product-filter.js';

type Row = Omit<CategoryView, 'children'> & { readonly parentId: string | null };

/**
 * All categories, each with the number of listed products in it and below. Products are counted by the lists of
 * categories that they have: of these there are few, however many products.
 */
export async function readCategoryTree(db: Database, at: Instant): Promise<readonly CategoryView[]> {
  const { id, slug, name, seo, translations, parentId } = categories;
  const [rows, counted] = await Promise.all([
    db.select({ id, slug, name, seo, translations, parentId }).from(categories),
    db.execute(sql`
      select to_json(found) as values, count
      from (${listedGroups(productSearch.categories, unpublished(at))}) as groups`),
  ]);
  const counts = sum(resultRows(counted) as readonly Group[], categoriesAbove(rows));
  const views = rows.map((row): Row => ({ ...row, productCount: counts.get(row.id) ?? 0 }));
  return childrenOf(byParent(views), null);
}

/** Active products that are published later. */
const unpublished = (at: Instant): SQL => sql`
  select ${products.id} from ${products} where ${mayBeHidden} and ${products.publishAt} > ${at}::timestamptz`;

/** Returns categories with all that are above one of them, each once. */
export function categoriesAbove(
  rows: readonly { readonly id: string; readonly parentId: string | null }[],
): (ids: readonly string[]) => ReadonlySet<string> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (ids) => {
    const all = new Set<string>();
    for (const start of ids)
      for (let above = byId.get(start); above !== undefined && !all.has(above.id);) {
        all.add(above.id);
        above = byId.get(above.parentId ?? '');
      }
    return all;
  };
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
