import type { Ids } from '@cartwright/application';
import type { CategoryId } from '@cartwright/domain';
import { inArray, like, or, sql } from 'drizzle-orm';
import { oneRow, type Database } from '../connection/database.js';
import { likePattern } from '../connection/like-pattern.js';
import { categories } from '../schema.js';
import { categorySlugs, freeSlug } from '../../system/slug.js';

/** Any number, the same in each process: the transaction that has this lock makes categories. */
const makingCategories = 2_605_871_330_941;

type Row = { readonly id: CategoryId; readonly parentId: CategoryId | null; readonly name: string };

/** The category at the end of a path of names from the root, made where it is missing. */
export async function ensureCategory(tx: Database, ids: Ids, path: readonly string[]): Promise<CategoryId> {
  if (path.length === 0) throw new Error('a category path has at least one name');
  const known = along(path, await named(tx, path));
  const last = known.at(-1);
  if (last !== undefined && known.length === path.length) return last;

  // After the wait: another transaction may have made it.
  await lockCategories(tx);
  const found = along(path, await named(tx, path));
  let parentId: CategoryId | null = found.at(-1) ?? null;
  for (let depth = found.length; depth < path.length; depth += 1) {
    const id = ids.next();
    const slug = await chooseCategorySlug(tx, id, path.slice(0, depth + 1));
    await tx.insert(categories).values({ id, parentId, slug, name: path[depth] ?? '' });
    parentId = id;
  }
  if (parentId === null) throw new Error('a category was neither found nor made');
  return parentId;
}

const named = async (tx: Database, names: readonly string[]): Promise<readonly Row[]> =>
  tx
    .select({ id: categories.id, parentId: categories.parentId, name: categories.name })
    .from(categories)
    .where(inArray(categories.name, [...new Set(names)]));

/** The ids along the path, as far as it exists. */
function along(path: readonly string[], rows: readonly Row[]): readonly CategoryId[] {
  const found: CategoryId[] = [];
  for (const name of path) {
    const parentId = found.at(-1) ?? null;
    const row = rows.find((candidate) => candidate.name === name && candidate.parentId === parentId);
    if (row === undefined) break;
    found.push(row.id);
  }
  return found;
}

/** One transaction at a time makes or moves categories, or two would take one slug, or make a circle. */
export async function lockCategories(tx: Database): Promise<void> {
  await tx.select({ locked: sql`pg_advisory_xact_lock(${makingCategories})` }).from(oneRow);
}

/** A free slug for a category at the end of a path of names. */
export async function chooseCategorySlug(tx: Database, id: CategoryId, path: readonly string[]): Promise<string> {
  const slugs = categorySlugs(path);
  const rows = await tx
    .select({ slug: categories.slug })
    .from(categories)
    .where(
      or(inArray(categories.slug, [slugs.short, slugs.whole]), like(categories.slug, `${likePattern(slugs.whole)}-%`)),
    );
  return freeSlug(slugs, id, new Set(rows.map(({ slug }) => slug)));
}
