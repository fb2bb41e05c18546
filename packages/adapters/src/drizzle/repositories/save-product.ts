import {
  linkedImages,
  type Ids,
  type MovementCause,
  type ProductDraft,
  type ProductImage,
  type SavedProduct,
  type SkuTaken,
  type VariantDraft,
} from '@cartwright/application';
import {
  compareIds,
  type CurrencyCode,
  type Instant,
  type Money,
  type ProductId,
  type VariantId,
} from '@cartwright/domain';
import { eq, inArray, notInArray, and, sql } from 'drizzle-orm';
import { err, ok, type Result } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { noPrice, productCategories, products, stock, variants } from '../schema.js';
import { recordPriceChanges } from './catalogue/write-prices.js';
import { ConcurrentChange } from './catalogue/save-conflict.js';
import { beginCounting, endCounting } from './stock/counted-variants.js';
import { recordMovements } from './stock/stock-movements.js';
import { uuidList } from '../connection/storable-text.js';

type Dependencies = { readonly storeCurrency: CurrencyCode; readonly ids: Ids };
type DraftedVariant = VariantDraft & { readonly id: VariantId };
/** Why stock changes, and which variants had stock, or did not exist, before. */
type StockCause = MovementCause & {
  readonly isCounted: (id: VariantId) => boolean;
  readonly isNew: (id: VariantId) => boolean;
};

/** Makes or replaces a product by its slug. See `CatalogueRecords.saveProduct`. */
export async function saveProduct(
  tx: Database,
  { storeCurrency, ids }: Dependencies,
  draft: ProductDraft,
  at: Instant,
  actor?: string,
): Promise<Result<SavedProduct, SkuTaken>> {
  refuseOtherCurrencies(draft, storeCurrency);
  const [known] = await tx
    .select({ id: products.id, images: products.images })
    .from(products)
    .where(eq(products.slug, draft.slug))
    .for('update');
  const images = linkedImages(draft.images, known?.images ?? [], ids.next);
  const skus = draft.variants.map(({ sku }) => sku);
  const bySku = new Map(
    (skus.length === 0 ? [] : await variantsWithSku(tx, skus)).map(({ variant, counted }) => [
      variant.sku,
      { ...variant, isCounted: counted !== null },
    ]),
  );
  const taken = draft.variants.find(
    ({ sku }, index) => skus.indexOf(sku) < index || (bySku.has(sku) && bySku.get(sku)?.productId !== known?.id),
  );
  if (taken !== undefined) {
    // Taken by this very product, perhaps, which another transaction has made since we looked for it.
    if (known === undefined && (await isMade(tx, draft.slug)))
      throw new ConcurrentChange(`another product took the slug ${draft.slug}`);
    return err({ type: 'catalogue.sku-taken', sku: taken.sku });
  }

  const productId = known?.id ?? ids.next();
  const drafted = draft.variants.map((variant) => ({ ...variant, id: bySku.get(variant.sku)?.id ?? ids.next() }));
  await writeProduct(tx, { ...draft, images }, at, { productId, isNew: known === undefined });
  await writeCategories(tx, draft, { productId, isNew: known === undefined });
  await writeVariants(tx, productId, drafted);
  await recordPriceChanges(
    tx,
    ids,
    drafted.map(({ id, sku, price }) => ({ variantId: id, ...pricesOf(bySku.get(sku), price) })),
    at,
  );
  const earlier = new Map([...bySku.values()].map((row) => [row.id, row]));
  await writeStock(tx, ids, drafted, {
    reason: 'catalogue',
    at,
    ...(actor === undefined ? {} : { actor }),
    isCounted: (id) => earlier.get(id)?.isCounted === true,
    isNew: (id) => !earlier.has(id),
  });
  if (known !== undefined) await writeLowestPrice(tx, productId);
  return ok({ productId, variants: drafted.map(({ id, sku }) => ({ variantId: id, sku })) });
}

const variantsWithSku = async (tx: Database, skus: readonly string[]) =>
  tx
    .select({ variant: variants, counted: stock.variantId })
    .from(variants)
    .leftJoin(stock, eq(stock.variantId, variants.id))
    .where(inArray(variants.sku, skus));

/** An import says nothing of the price to compare with. */
function pricesOf(before: typeof variants.$inferSelect | undefined, price: Money) {
  const { price: amount = null, compareAtPrice = null } = before ?? {};
  const { currency } = price;
  const compared = compareAtPrice === null ? {} : { compareAtPrice: { amount: compareAtPrice, currency } };
  return {
    before: amount === null ? [] : [{ price: { amount, currency }, ...compared }],
    after: [{ price, ...compared }],
  };
}

const isMade = async (tx: Database, slug: string): Promise<boolean> =>
  (await tx.select({ id: products.id }).from(products).where(eq(products.slug, slug))).length > 0;

/** The store keeps one currency: another one is a caller's bug. */
function refuseOtherCurrencies(draft: ProductDraft, storeCurrency: CurrencyCode): void {
  const other = draft.variants.find(({ price }) => price.currency !== storeCurrency);
  if (other !== undefined)
    throw new Error(`${other.sku} is priced in ${other.price.currency}, not in ${storeCurrency}`);
}

type Which = { readonly productId: ProductId; readonly isNew: boolean };

async function writeProduct(
  tx: Database,
  draft: Omit<ProductDraft, 'images'> & { readonly images: readonly ProductImage[] },
  at: Instant,
  { productId, isNew }: Which,
): Promise<void> {
  const { slug, name, description, status, images } = draft;
  if (!isNew) {
    await tx
      .update(products)
      .set({ name, description, status, images, updatedAt: at, version: sql`${products.version} + 1` })
      .where(eq(products.id, productId));
    return;
  }
  const lowestPrice = Math.min(noPrice, ...draft.variants.map(({ price }) => price.amount));
  const made = await tx
    .insert(products)
    .values({ id: productId, slug, name, description, status, images, lowestPrice, createdAt: at, updatedAt: at })
    .onConflictDoNothing({ target: products.slug })
    .returning({ id: products.id });
  if (made.length === 0) throw new ConcurrentChange(`another product took the slug ${slug}`);
}

async function writeCategories(tx: Database, draft: ProductDraft, { productId, isNew }: Which): Promise<void> {
  const categoryIds = [...new Set(draft.categoryIds)];
  if (!isNew) {
    const left = categoryIds.length === 0 ? undefined : notInArray(productCategories.categoryId, categoryIds);
    await tx.delete(productCategories).where(and(eq(productCategories.productId, productId), left));
  }
  if (categoryIds.length === 0) return;
  await tx
    .insert(productCategories)
    .values(categoryIds.map((categoryId, position) => ({ productId, categoryId, position })))
    .onConflictDoUpdate({
      target: [productCategories.productId, productCategories.categoryId],
      set: { position: sql`excluded.position` },
    });
}

async function writeVariants(tx: Database, productId: ProductId, drafted: readonly DraftedVariant[]): Promise<void> {
  if (drafted.length === 0) return;
  const written = await tx
    .insert(variants)
    .values(
      drafted.map(({ id, sku, name, price, digital, taxClass = null }) => ({
        id,
        productId,
        sku,
        name,
        price: price.amount,
        digital,
        taxClass,
      })),
    )
    .onConflictDoUpdate({
      target: variants.sku,
      set: {
        name: sql`excluded.name`,
        price: sql`excluded.price`,
        digital: sql`excluded.digital`,
        taxClass: sql`excluded.tax_class`,
      },
      // Not the row that we looked at: its product, or at least its id, is another one.
      setWhere: sql`${variants.id} = excluded.id`,
    })
    .returning({ id: variants.id });
  if (written.length < drafted.length) throw new ConcurrentChange('another product took a SKU');
}

/** Sets the draft's figures. The rows are locked in id order first: what the ledger gets is the exact difference. */
async function writeStock(
  tx: Database,
  ids: Ids,
  drafted: readonly DraftedVariant[],
  { isCounted, isNew, ...cause }: StockCause,
): Promise<void> {
  const inOrder = [...drafted].sort((left, right) => compareIds(left.id, right.id));
  // Before any stock is locked, since it locks orders.
  const begun = inOrder.filter(({ id, stock: available }) => available !== undefined && !isCounted(id));
  await beginCounting(
    tx,
    ids,
    begun.map(({ id, stock: available = 0 }) => ({ variantId: id, available, isNew: isNew(id) })),
    cause,
  );
  const known = inOrder.filter(({ id }) => isCounted(id));
  const rows =
    known.length === 0
      ? []
      : await tx
          .select()
          .from(stock)
          .where(sql`${stock.variantId} = any(${uuidList(known.map(({ id }) => id))}::uuid[])`)
          .orderBy(stock.variantId)
          .for('update');
  const before = new Map(rows.map(({ variantId, available }) => [variantId, available]));
  const changed = known.flatMap(({ id, stock: available }) =>
    available === undefined || available === before.get(id) ? [] : [{ variantId: id, available }],
  );
  if (changed.length > 0) {
    await tx
      .insert(stock)
      .values(changed)
      .onConflictDoUpdate({
        target: [stock.variantId, stock.location],
        set: { available: sql`excluded.available` },
      });
  }
  const uncounted = known.filter(({ stock: available }) => available === undefined).map(({ id }) => id);
  await endCounting(tx, ids, uncounted, cause);
  const moved = changed.map(({ variantId, available }) => ({
    variantId,
    type: 'set' as const,
    quantity: available - (before.get(variantId) ?? 0),
  }));
  await recordMovements(tx, ids, moved, cause);
}

/** Of all its variants, those included that the draft left out. */
async function writeLowestPrice(tx: Database, productId: ProductId): Promise<void> {
  const lowest = sql`coalesce((select min(${variants.price}) from ${variants} where ${eq(variants.productId, productId)} and not ${variants.archived}), ${noPrice}::bigint)`;
  await tx.update(products).set({ lowestPrice: lowest }).where(eq(products.id, productId));
}
