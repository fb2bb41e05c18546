import type { CategoryId } from '@cartwright/domain';
import type { ManagedCategory } from '../../ports/repositories/catalogue/category-records.js';

/** The names from the root to each category. */
export function pathsOf(all: readonly ManagedCategory[]): ReadonlyMap<CategoryId, readonly string[]> {
  const byId = new Map(all.map((category) => [category.id, category]));
  const pathOf = ({ name, parentId }: ManagedCategory): readonly string[] => {
    const parent = parentId === undefined ? undefined : byId.get(parentId);
    return parent === undefined ? [name] : [...pathOf(parent), name];
  };
  return new Map(all.map((category) => [category.id, pathOf(category)]));
}
