import type {
  CategoryUnknown,
  Ids,
  ManagedProduct,
  ProductRecords,
  SaveProductRefusal,
  StockStart,
} from '@cartwright/application';
import type { CategoryId, CurrencyCode, ProductId } from '@cartwright/domain';
import { eq, inArray, like, or, sql } from 'drizzle-orm';
import { err, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import { freeSlug, reservedSlugs, slugOf } from '../../../system/slug.js';
import type { Database } from '../../connection/database.js';
import { likePattern } from '../../connection/like-pattern.js';
import { hasCode, query } from '../../connection/storage-failures.js';
import { isUuid, uuidList } from '../../connection/storable-text.js';
import { categories, orderedVariants, products } from '../../schema.js';
import { productsAmong } from './read-products.js';
import { ConcurrentChange, violatedConstraint } from './save-conflict.js';
import { writeProduct } from './write-product.js';

type Dependencies = { readonly storeCurrency: CurrencyCode; readonly ids: Ids };

/** Products as editors change them. */
export const makeDrizzleProductRecords = (tx: Database, dependencies: Dependencies): ProductRecords => {
  const find = async (id: ProductId): Promise<ManagedProduct | undefined> =>
    (await productsAmong(tx, [id], dependencies.storeCurrency)).get(id);

  const write = (before: ManagedProduct | undefined, product: ManagedProduct, start: StockStart) =>
    requireCategories(tx, product.categoryIds).andThen(
      () =>
        new ResultAsync(
          refusing(product, async () => {
            await writeProduct(tx, dependencies, { before, product, start });
            const written = await find(product.id);
            if (written === undefined) throw new Error('a written product is there');
            return written;
          }),
        ),
    );

  return {
    find: (id) => query(() => find(id)),
    lock: (id) =>
      query(async () => {
        if (!isUuid(id)) return undefined;
        await tx.select({ id: products.id }).from(products).where(eq(products.id, id)).for('update');
        return find(id);
      }),
    add: ({ slug, ...product }, start) =>
      (slug === undefined ? query(() => chooseSlug(tx, product)) : okAsync<string, SaveProductRefusal>(slug)).andThen(
        (chosen) => write(undefined, { ...product, slug: chosen }, start),
      ),
    save: (product, start) => query(() => find(product.id)).andThen((before) => write(before, product, start)),
    remove: (id) =>
      query(async () => {
        try {
          await tx.delete(products).where(eq(products.id, id));
        } catch (error) {
          throw hasCode(error, '23503') ? new ConcurrentChange('a variant of the product was ordered') : error;
        }
      }),
    ordered: (variantIds) =>
      query(async () => {
        const rows = await tx
          .select()
          .from(orderedVariants)
          .where(sql`${orderedVariants.variantId} = any(${uuidList(variantIds)}::uuid[])`);
        return new Set(rows.map(({ variantId }) => variantId));
      }),
  };
};

/** Locked, so that no category is deleted before the product stands in it. */
const requireCategories = (tx: Database, wanted: readonly CategoryId[]): ResultAsync<void, CategoryUnknown> =>
  query(async () =>
    wanted.length === 0
      ? []
      : tx
          .select({ id: categories.id })
          .from(categories)
          .where(inArray(categories.id, wanted.filter(isUuid)))
          .orderBy(categories.id)
          .for('key share'),
  ).andThen((found) => {
    const known = new Set(found.map(({ id }) => id));
    const missing = wanted.find((id) => !known.has(id));
    return missing === undefined
      ? ok(undefined)
      : err({ type: 'catalogue.category-unknown', categoryId: missing } as const);
  });

/** Runs a write. A slug or a SKU that another product has, refuses it; the transaction can then only be rolled back. */
async function refusing(
  product: ManagedProduct,
  work: () => Promise<ManagedProduct>,
): Promise<Result<ManagedProduct, SaveProductRefusal>> {
  try {
    return ok(await work());
  } catch (error) {
    if (hasCode(error, '23503')) throw new ConcurrentChange('a variant was ordered, or a category deleted');
    if (hasCode(error, '23514')) return err({ type: 'catalogue.units-owed' });
    if (!hasCode(error, '23505')) throw error;
    const constraint = violatedConstraint(error);
    if (constraint === 'products_slug_unique') return err({ type: 'catalogue.slug-taken', slug: product.slug });
    if (constraint === 'variants_sku_unique') {
      return err({ type: 'catalogue.sku-taken', sku: takenSku(error, product) });
    }
    throw error;
  }
}

/** PostgreSQL names it in the error's detail: `Key (sku)=(MUG) already exists.` */
function takenSku(error: unknown, { variants: all }: ManagedProduct): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { detail } = at as { readonly detail?: unknown };
    const named = typeof detail === 'string' ? all.find(({ sku }) => detail.includes(`(${sku})`)) : undefined;
    if (named !== undefined) return named.sku;
  }
  return all[0]?.sku ?? '';
}

async function chooseSlug(tx: Database, { id, name }: Pick<ManagedProduct, 'id' | 'name'>): Promise<string> {
  const short = slugOf(name);
  const rows = await tx
    .select({ slug: products.slug })
    .from(products)
    .where(or(eq(products.slug, short), like(products.slug, `${likePattern(short)}-%`)));
  return freeSlug({ short, whole: short }, id, new Set([...reservedSlugs, ...rows.map(({ slug }) => slug)]));
}
