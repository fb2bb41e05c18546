import type { CategoryId } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { ManagedCategory } from '../../ports/repositories/catalogue/category-records.js';
import type { ManagedProduct } from '../../ports/repositories/catalogue/product-records.js';
import type { Repositories } from '../../ports/repositories/unit-of-work.js';
import type { ImportedProduct } from './read-product.js';

/** The names from the root to each category. */
export function pathsOf(all: readonly ManagedCategory[]): ReadonlyMap<CategoryId, readonly string[]> {
  const byId = new Map(all.map((category) => [category.id, category]));
  const pathOf = ({ name, parentId }: ManagedCategory): readonly string[] => {
    const parent = parentId === undefined ? undefined : byId.get(parentId);
    return parent === undefined ? [name] : [...pathOf(parent), name];
  };
  return new Map(all.map((category) => [category.id, pathOf(category)]));
}

/** The path that an export has of a product: that of its first category. */
export const pathOf = (
  { categoryIds }: ManagedProduct,
  paths: ReadonlyMap<CategoryId, readonly string[]>,
): readonly string[] => categoryIds.map((id) => paths.get(id)).find((path) => path !== undefined) ?? [];

const keyOf = (path: readonly string[]): string => path.join('\n');

type CategoryPaths = ReadonlyMap<CategoryId, readonly string[]>;

/** The paths of all categories, if the file names one or has refused products. */
export const categoryPaths = (
  { categories }: Repositories,
  read: readonly ImportedProduct[],
): ResultAsync<CategoryPaths, never> =>
  read.some(({ product, refusal }) => refusal !== undefined || (product.categoryPaths ?? []).length > 0)
    ? categories.list().map(pathsOf)
    : okAsync(new Map());

/** The categories at the end of all paths, made where they are missing; a dry run makes none. */
export function findCategories(
  { catalogue }: Repositories,
  imported: readonly ImportedProduct[],
  before: CategoryPaths,
  dryRun: boolean,
): ResultAsync<(path: readonly string[]) => CategoryId, never> {
  const paths = new Map(
    imported.flatMap(({ product }) => (product.categoryPaths ?? []).map((path) => [keyOf(path), path] as const)),
  );
  if (paths.size === 0) return okAsync(keyOf);
  const known = new Map([...before].map(([id, path]) => [keyOf(path), id]));
  const missing = [...paths].filter(([key]) => !known.has(key));
  if (dryRun) return okAsync((path: readonly string[]) => known.get(keyOf(path)) ?? keyOf(path));
  return missing
    .reduce<ResultAsync<Map<string, CategoryId>, never>>(
      (earlier, [key, path]) =>
        earlier.andThen((made) => catalogue.ensureCategory(path).map((id) => made.set(key, id))),
      okAsync(known),
    )
    .map((made) => (path: readonly string[]) => made.get(keyOf(path)) ?? '');
}
