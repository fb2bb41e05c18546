import type {
  CategoryUnknown,
  Ids,
  ManagedProduct,
  ProductRecords,
  SaveProductRefusal,
  SkuTaken,
  StockStart,
} from '@cartwright/application';
import type { CategoryId, CurrencyCode, ProductId } from '@cartwright/domain';
import { and, eq, gt, inArray, like, notInArray, or, sql } from 'drizzle-orm';
import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import { freeSlug, reservedSlugs, slugOf } from '../../../system/slug.js';
import type { Database } from '../../connection/database.js';
import { likePattern } from '../../connection/like-pattern.js';
import { hasCode } from '../../connection/storage-failures.js';
import { query } from '../../connection/try-query.js';
import { isUuid, uuidList } from '../../connection/storable-text.js';
import { categories, orderedVariants, products, variants } from '../../schema.js';
import { productsAmong } from './read-products.js';
import { ConcurrentChange, violatedConstraint } from './save-conflict.js';
import { writeProducts } from './write-product.js';
import { postponeSearch, writeSearch } from './write-search.js';

type Dependencies = { readonly storeCurrency: CurrencyCode; readonly ids: Ids };

/** Products as editors change them. */
export const makeDrizzleProductRecords = (tx: Database, dependencies: Dependencies): ProductRecords => {
  const find = async (id: ProductId): Promise<ManagedProduct | undefined> =>
    (await productsAmong(tx, [id], dependencies.storeCurrency)).get(id);

  const write = (before: ManagedProduct | undefined, product: ManagedProduct, start: StockStart) =>
    requireCategories(tx, product.categoryIds)
      .andThen(() => requireOwnSkus(tx, before, product))
      .andThen(
        () =>
          new ResultAsync(
            refusing(product, async () => {
              await writeProducts(tx, dependencies, [{ before, product }], { ...start, reason: 'received' });
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
    page: ({ after, limit }) =>
      query(async () => {
        const rows = await tx
          .select({ id: products.id })
          .from(products)
          .where(after === undefined ? undefined : gt(products.id, after))
          .orderBy(products.id)
          .limit(limit);
        const ids = rows.map(({ id }) => id);
        const found = await productsAmong(tx, ids, dependencies.storeCurrency);
        return ids.flatMap((id) => found.get(id) ?? []);
      }),
    idsBySlug: (slugs) =>
      query(async () => {
        const wanted = slugs.filter((slug) => slug !== '');
        if (wanted.length === 0) return new Map<string, ProductId>();
        const rows = await tx
          .select({ id: products.id, slug: products.slug })
          .from(products)
          .where(
            sql`${products.slug} = any(array(select jsonb_array_elements_text(${JSON.stringify(wanted)}::jsonb)))`,
          );
        return new Map(rows.map(({ id, slug }) => [slug, id]));
      }),
    ownersOf: ({ skus, barcodes }) =>
      query(async () => ({
        bySku: await ownersBy(tx, variants.sku, skus),
        byBarcode: await ownersBy(tx, variants.barcode, barcodes),
      })),
    lockAll: (ids) =>
      query(async () => {
        const wanted = ids.filter(isUuid);
        if (wanted.length === 0) return new Map<ProductId, ManagedProduct>();
        await tx
          .select({ id: products.id })
          .from(products)
          .where(sql`${products.id} = any(${uuidList(wanted)}::uuid[])`)
          .orderBy(products.id)
          .for('update');
        return productsAmong(tx, wanted, dependencies.storeCurrency);
      }),
    saveAll: (writes, actor) =>
      query(async () => {
        const available = new Map(writes.flatMap(({ available: units }) => [...units]));
        try {
          await postponeSearch(tx);
          await writeProducts(
            tx,
            dependencies,
            writes.map(({ before, product }) => ({ before, product })),
            { initial: available, available, actor, reason: 'catalogue' },
          );
          await writeSearch(
            tx,
            writes.map(({ product }) => product.id),
          );
        } catch (error) {
          // A slug was taken, a category deleted or a variant ordered meanwhile.
          const isConflict = ['23503', '23505', '23514'].some((code) => hasCode(error, code));
          throw isConflict ? new ConcurrentChange('what the products rest on has changed') : error;
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

/** Locked, so that no category is deleted before the product is in it. */
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

/** The product of each code that exactly one variant has. The query reads at most two variants of a code. */
async function ownersBy(
  tx: Database,
  column: typeof variants.sku | typeof variants.barcode,
  codes: readonly string[],
): Promise<ReadonlyMap<string, ProductId>> {
  if (codes.length === 0) return new Map();
  const rows = await tx.select({ code: sql<string>`wanted.code`, productId: sql<ProductId>`owner.product_id` }).from(
    sql`jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb) as wanted (code) cross join lateral (
        select ${variants.productId} from ${variants} where ${column} = wanted.code limit 2
      ) as owner`,
  );
  const owners = new Map<string, ProductId | undefined>();
  for (const { code, productId } of rows) owners.set(code, owners.has(code) ? undefined : productId);
  return new Map([...owners].flatMap(([code, id]) => (id === undefined ? [] : [[code, id] as const])));
}

/** A SKU that an editor sets may be no other variant's. Two editors who set one at the same time both have it. */
const requireOwnSkus = (
  tx: Database,
  before: ManagedProduct | undefined,
  { variants: all }: ManagedProduct,
): ResultAsync<void, SkuTaken> => {
  const earlier = new Map(before?.variants.map(({ id, sku }) => [id, sku]));
  const set = all.filter(({ id, sku }) => sku !== '' && earlier.get(id) !== sku);
  const twice = set.find(({ id, sku }) => all.some((other) => other.id !== id && other.sku === sku));
  if (twice !== undefined) return errAsync({ type: 'catalogue.sku-taken', sku: twice.sku });
  if (set.length === 0) return okAsync(undefined);
  return query(async () =>
    tx
      .select({ sku: variants.sku })
      .from(variants)
      .where(
        and(
          inArray(
            variants.sku,
            set.map(({ sku }) => sku),
          ),
          notInArray(
            variants.id,
            all.map(({ id }) => id),
          ),
        ),
      )
      .limit(1),
  ).andThen(([taken]) =>
    taken === undefined ? ok(undefined) : err({ type: 'catalogue.sku-taken', sku: taken.sku } as const),
  );
};

/** Runs a write. A slug that another product has refuses it; the transaction can then only be rolled back. */
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
    throw error;
  }
}

async function chooseSlug(tx: Database, { id, name }: Pick<ManagedProduct, 'id' | 'name'>): Promise<string> {
  const short = slugOf(name);
  const rows = await tx
    .select({ slug: products.slug })
    .from(products)
    .where(or(eq(products.slug, short), like(products.slug, `${likePattern(short)}-%`)));
  return freeSlug({ short, whole: short }, id, new Set([...reservedSlugs, ...rows.map(({ slug }) => slug)]));
}
