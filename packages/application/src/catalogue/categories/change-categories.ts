import type { CategoryId } from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type { CategoryNameTaken, ManagedCategory } from '../../ports/repositories/catalogue/category-records.js';
import type { CategoryUnknown, SlugTaken } from '../../ports/repositories/catalogue/product-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { patched, type Patch } from '../products/patch.js';
import { expectVersion, type VersionStale } from '../../expect-version.js';

/** No category has this id. */
export type ManagedCategoryNotFound = {
  readonly type: 'catalogue.category-not-found';
  readonly categoryId: CategoryId;
};
/** The category has changed since the caller read it. */
export type CategoryVersionStale = VersionStale<'catalogue.category-stale'>;
/** The new parent is the category itself or a descendant. */
export type CategoryCircle = { readonly type: 'catalogue.category-circle'; readonly parentId: CategoryId };
/** The category has children. */
export type CategoryNotEmpty = { readonly type: 'catalogue.category-not-empty'; readonly children: number };

type Deps = { readonly unitOfWork: UnitOfWork };
type SaveRefusal = SlugTaken | CategoryNameTaken | CategoryUnknown;
type CategoryFacts = Pick<ManagedCategory, 'name' | 'parentId' | 'seo' | 'translations'>;

export type CreateCategoryCommand = Partial<CategoryFacts> & Pick<CategoryFacts, 'name'> & { readonly slug?: string };
export type CreateCategoryError = SaveRefusal | StorageUnavailable;
/** Adds a category, at the root or below a parent. */
export type CreateCategory = (command: CreateCategoryCommand) => ResultAsync<ManagedCategory, CreateCategoryError>;

export const makeCreateCategory =
  ({ unitOfWork, ids }: Deps & { readonly ids: Ids }): CreateCategory =>
  (facts) =>
    unitOfWork.run(({ categories }) =>
      categories
        .lockTree()
        .andThen((tree) =>
          requireParent(tree, facts.parentId).asyncAndThen(() =>
            categories.add({ seo: {}, translations: {}, ...facts, id: ids.next(), version: 1 }, [
              ...pathTo(tree, facts.parentId).map(({ name }) => name),
              facts.name,
            ]),
          ),
        ),
    );

type CategoryChange = { readonly categoryId: CategoryId; readonly expectedVersion?: number };
type ChangeRefusal = ManagedCategoryNotFound | CategoryVersionStale;
export type ChangeCategoryCommand = CategoryChange & {
  readonly patch: Patch<CategoryFacts> & { readonly slug?: string };
};
export type ChangeCategoryError = ChangeRefusal | CategoryCircle | SaveRefusal | StorageUnavailable;
/** Changes a category. A new parent moves it with its descendants. */
export type ChangeCategory = (command: ChangeCategoryCommand) => ResultAsync<ManagedCategory, ChangeCategoryError>;

export const makeChangeCategory =
  ({ unitOfWork }: Deps): ChangeCategory =>
  ({ patch: { slug, ...patch }, ...change }) =>
    unitOfWork.run(({ categories }) =>
      categories.lockTree().andThen((tree) =>
        findIn(tree, change)
          .andThen((before) => {
            const after = {
              ...patched<ManagedCategory>(before, patch, { seo: {}, translations: {} }),
              slug: slug ?? before.slug,
              version: before.version + 1,
            };
            return requireParent(tree, after.parentId)
              .andThen(() => requireNoCircle(tree, after))
              .map(() => after);
          })
          .asyncAndThen((after) => categories.save(after)),
      ),
    );

export type DeleteCategoryError = ChangeRefusal | CategoryNotEmpty | StorageUnavailable;
/** Deletes a category without children. Its products stay. */
export type DeleteCategory = (command: CategoryChange) => ResultAsync<void, DeleteCategoryError>;

export const makeDeleteCategory =
  ({ unitOfWork }: Deps): DeleteCategory =>
  (change) =>
    unitOfWork.run(({ categories }) =>
      categories.lockTree().andThen((tree) =>
        findIn(tree, change)
          .andThen(({ id }): Result<CategoryId, CategoryNotEmpty> => {
            const children = tree.filter(({ parentId }) => parentId === id).length;
            return children === 0 ? ok(id) : err({ type: 'catalogue.category-not-empty', children });
          })
          .asyncAndThen((id) => categories.remove(id)),
      ),
    );

export type ViewManagedCategoryError = ManagedCategoryNotFound | StorageUnavailable;
/** A category as editors see it. */
export type ViewManagedCategory = (query: {
  readonly categoryId: CategoryId;
}) => ResultAsync<ManagedCategory, ViewManagedCategoryError>;

export const makeViewManagedCategory =
  ({ unitOfWork }: { readonly unitOfWork: Pick<UnitOfWork, 'read'> }): ViewManagedCategory =>
  ({ categoryId }) =>
    unitOfWork.read(({ categories }) =>
      categories
        .find(categoryId)
        .andThen((found) =>
          found === undefined ? err({ type: 'catalogue.category-not-found', categoryId } as const) : ok(found),
        ),
    );

function findIn(
  tree: readonly ManagedCategory[],
  { categoryId, expectedVersion }: CategoryChange,
): Result<ManagedCategory, ChangeRefusal> {
  const found = tree.find(({ id }) => id === categoryId);
  if (found === undefined) return err({ type: 'catalogue.category-not-found', categoryId });
  return expectVersion(found, expectedVersion, 'catalogue.category-stale');
}

const requireParent = (
  tree: readonly ManagedCategory[],
  parentId: CategoryId | undefined,
): Result<void, CategoryUnknown> =>
  parentId === undefined || tree.some(({ id }) => id === parentId)
    ? ok(undefined)
    : err({ type: 'catalogue.category-unknown', categoryId: parentId });

const requireNoCircle = (
  tree: readonly ManagedCategory[],
  { id, parentId }: ManagedCategory,
): Result<void, CategoryCircle> =>
  parentId !== undefined && pathTo(tree, parentId).some((above) => above.id === id)
    ? err({ type: 'catalogue.category-circle', parentId })
    : ok(undefined);

/** From the root to a category. */
function pathTo(tree: readonly ManagedCategory[], categoryId: CategoryId | undefined): readonly ManagedCategory[] {
  const path: ManagedCategory[] = [];
  let at = tree.find(({ id }) => id === categoryId);
  while (at !== undefined) {
    path.unshift(at);
    const { parentId } = at;
    at = parentId === undefined ? undefined : tree.find(({ id }) => id === parentId);
  }
  return path;
}
