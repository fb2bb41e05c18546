import type { CategoryNameTaken, CategoryRecords, ManagedCategory, SlugTaken } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { err, ok, okAsync, type Result } from 'neverthrow';
import { categorySlugs, freeSlug } from '../../../system/slug.js';
import type { Tables } from '../../store.js';

/** Categories as editors change them. */
export const categoryRecords = ({ categories, products }: Tables): CategoryRecords => {
  const list = (): readonly ManagedCategory[] =>
    [...categories.values()].sort((left, right) => compareIds(left.name, right.name) || compareIds(left.id, right.id));

  const write = (category: ManagedCategory): Result<ManagedCategory, SlugTaken | CategoryNameTaken> => {
    const others = [...categories.values()].filter(({ id }) => id !== category.id);
    if (others.some(({ slug }) => slug === category.slug)) {
      return err({ type: 'catalogue.slug-taken', slug: category.slug });
    }
    if (others.some(({ parentId, name }) => parentId === category.parentId && name === category.name)) {
      return err({ type: 'catalogue.category-name-taken', name: category.name });
    }
    categories.set(category.id, category);
    return ok(category);
  };

  return {
    find: (id) => okAsync(categories.get(id)),
    list: () => okAsync(list()),
    lockTree: () => okAsync(list()),
    add: (category, path) => {
      const taken = new Set([...categories.values()].map(({ slug }) => slug));
      const slug = category.slug ?? freeSlug(categorySlugs(path), category.id, taken);
      return write({ ...category, slug }).asyncAndThen((added) => okAsync(added));
    },
    save: (category) => write(category).asyncAndThen((saved) => okAsync(saved)),
    remove: (id) => {
      categories.delete(id);
      for (const product of products.values()) {
        if (!product.categoryIds.includes(id)) continue;
        products.set(product.id, { ...product, categoryIds: product.categoryIds.filter((other) => other !== id) });
      }
      return okAsync(undefined);
    },
  };
};
