import type { CategoryNameTaken, CategoryRecords, ManagedCategory, SlugTaken } from '@cartwright/application';
import type { CategoryId } from '@cartwright/domain';
import { eq, sql } from 'drizzle-orm';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { hasCode } from '../../connection/storage-failures.js';
import { query } from '../../connection/try-query.js';
import { categories } from '../../schema.js';
import { chooseCategorySlug, lockCategories } from '../ensure-category.js';
import { violatedConstraint } from './save-conflict.js';

type Row = typeof categories.$inferSelect;

/** Categories as editors change them. */
export const makeDrizzleCategoryRecords = (tx: Database): CategoryRecords => {
  const list = async (): Promise<readonly ManagedCategory[]> =>
    (
      await tx
        .select()
        .from(categories)
        .orderBy(sql`${categories.name} collate "C"`, categories.id)
    ).map(managed);
  const found = async (id: CategoryId): Promise<ManagedCategory> => {
    const [row] = await tx.select().from(categories).where(eq(categories.id, id));
    if (row === undefined) throw new Error('a written category is there');
    return managed(row);
  };
  return {
    find: (id) =>
      query(async () => {
        if (!isUuid(id)) return undefined;
        const [row] = await tx.select().from(categories).where(eq(categories.id, id));
        return row === undefined ? undefined : managed(row);
      }),
    list: () => query(list),
    lockTree: () =>
      query(async () => {
        await lockCategories(tx);
        return list();
      }),
    add: (category, path) =>
      new ResultAsync(
        refusing(category, async () => {
          const slug = category.slug ?? (await chooseCategorySlug(tx, category.id, path));
          await tx.insert(categories).values({ ...category, slug, parentId: category.parentId ?? null });
          return found(category.id);
        }),
      ),
    save: (category) =>
      new ResultAsync(
        refusing(category, async () => {
          const { id, parentId = null, ...facts } = category;
          await tx
            .update(categories)
            .set({ ...facts, parentId })
            .where(eq(categories.id, id));
          return found(id);
        }),
      ),
    remove: (id) => query(async () => void (await tx.delete(categories).where(eq(categories.id, id)))),
  };
};

const managed = ({ parentId, ...row }: Row): ManagedCategory => ({
  ...row,
  ...(parentId === null ? {} : { parentId }),
});

async function refusing(
  { slug = '', name }: Pick<ManagedCategory, 'name'> & { readonly slug?: string },
  work: () => Promise<ManagedCategory>,
): Promise<Result<ManagedCategory, SlugTaken | CategoryNameTaken>> {
  try {
    return ok(await work());
  } catch (error) {
    if (!hasCode(error, '23505')) throw error;
    const constraint = violatedConstraint(error);
    if (constraint === 'categories_slug_unique') return err({ type: 'catalogue.slug-taken', slug });
    if (constraint === 'categories_name_unique') return err({ type: 'catalogue.category-name-taken', name });
    throw error;
  }
}
