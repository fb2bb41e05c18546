import type { Ids, ManagedProduct, ManagedVariant, StockStart } from '@cartwright/application';
import { compareIds, type CurrencyCode, type VariantId } from '@cartwright/domain';
import { eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { noPrice, productCategories, products, stock, variants } from '../../schema.js';
import { beginCounting, endCounting } from '../stock/counted-variants.js';
import { recordPriceChanges, writeOtherPrices } from './write-prices.js';

type Dependencies = { readonly storeCurrency: CurrencyCode; readonly ids: Ids };

type Written = {
  readonly before: ManagedProduct | undefined;
  readonly product: ManagedProduct;
  readonly start: StockStart;
};

/** Writes all of a product but what is counted of its variants; `before` is what was there, if it existed. */
export async function writeProduct(
  tx: Database,
  { storeCurrency, ids }: Dependencies,
  { before, product, start }: Written,
): Promise<void> {
  const row = productRow(product, storeCurrency);
  if (before === undefined) await tx.insert(products).values(row);
  else await tx.update(products).set(row).where(eq(products.id, product.id));
  await writeCategories(tx, before, product);
  await removeMissing(tx, before, product);
  await writeVariants(tx, product, storeCurrency);
  const prices = product.variants.map(({ id, prices: after }) => ({
    variantId: id,
    before: before?.variants.find((variant) => variant.id === id)?.prices ?? [],
    after,
  }));
  await writeOtherPrices(tx, prices, storeCurrency);
  await recordPriceChanges(tx, ids, prices, product.updatedAt);
  await writeStock(tx, ids, { before, product, start });
}

const priceIn = ({ prices }: ManagedVariant, currency: CurrencyCode) =>
  prices.find(({ price }) => price.currency === currency);

function productRow(product: ManagedProduct, storeCurrency: CurrencyCode): typeof products.$inferInsert {
  const { variants: all, categoryIds: _apart, ...facts } = product;
  const amounts = all
    .filter(({ archived }) => !archived)
    .flatMap((variant) => priceIn(variant, storeCurrency)?.price.amount ?? []);
  return {
    ...facts,
    tags: [...facts.tags],
    publishAt: facts.publishAt ?? null,
    brand: facts.brand ?? null,
    lowestPrice: Math.min(noPrice, ...amounts),
  };
}

async function writeCategories(
  tx: Database,
  before: ManagedProduct | undefined,
  { id: productId, categoryIds }: ManagedProduct,
): Promise<void> {
  if (before !== undefined) {
    if (before.categoryIds.join() === categoryIds.join()) return;
    await tx.delete(productCategories).where(eq(productCategories.productId, productId));
  }
  if (categoryIds.length === 0) return;
  await tx
    .insert(productCategories)
    .values(categoryIds.map((categoryId, position) => ({ productId, categoryId, position })));
}

async function removeMissing(
  tx: Database,
  before: ManagedProduct | undefined,
  { variants: left }: ManagedProduct,
): Promise<void> {
  const gone = (before?.variants ?? []).filter(({ id }) => !left.some((variant) => variant.id === id));
  if (gone.length === 0) return;
  await tx.delete(variants).where(
    inArray(
      variants.id,
      gone.map(({ id }) => id),
    ),
  );
}

async function writeVariants(
  tx: Database,
  { id: productId, variants: all }: ManagedProduct,
  storeCurrency: CurrencyCode,
): Promise<void> {
  if (all.length === 0) return;
  const rows = all.map((variant, position): typeof variants.$inferInsert => ({
    id: variant.id,
    productId,
    sku: variant.sku,
    name: variant.name,
    price: priceIn(variant, storeCurrency)?.price.amount ?? null,
    compareAtPrice: priceIn(variant, storeCurrency)?.compareAtPrice?.amount ?? null,
    digital: variant.digital,
    taxClass: variant.taxClass ?? null,
    barcode: variant.barcode ?? null,
    options: variant.options,
    weightGrams: variant.weightGrams ?? null,
    metadata: variant.metadata,
    image: variant.image ?? null,
    lowStockThreshold: variant.lowStockThreshold ?? null,
    position,
    archived: variant.archived,
  }));
  await tx
    .insert(variants)
    .values(rows)
    .onConflictDoUpdate({
      target: variants.id,
      set: {
        sku: sql`excluded.sku`,
        name: sql`excluded.name`,
        price: sql`excluded.price`,
        compareAtPrice: sql`excluded.compare_at_price`,
        digital: sql`excluded.digital`,
        taxClass: sql`excluded.tax_class`,
        barcode: sql`excluded.barcode`,
        options: sql`excluded.options`,
        weightGrams: sql`excluded.weight_grams`,
        metadata: sql`excluded.metadata`,
        image: sql`excluded.image`,
        lowStockThreshold: sql`excluded.low_stock_threshold`,
        position: sql`excluded.position`,
        archived: sql`excluded.archived`,
      },
    });
}

/** Begins to count what is new, stops counting what is not counted any more, and leaves the rest as orders have it. */
async function writeStock(tx: Database, ids: Ids, { before, product, start }: Written): Promise<void> {
  const inOrder = [...product.variants].sort((left, right) => compareIds(left.id, right.id));
  const earlier = (id: VariantId) => before?.variants.find((variant) => variant.id === id);
  const cause = (reason: string) => ({
    reason,
    at: product.updatedAt,
    ...(start.actor === undefined ? {} : { actor: start.actor }),
  });
  const counted = inOrder
    .filter(({ id, stockTracked }) => stockTracked && earlier(id)?.stockTracked !== true)
    .map(({ id, backorder }) => ({
      variantId: id,
      available: start.initial.get(id) ?? 0,
      backorder,
      isNew: earlier(id) === undefined,
    }));
  await beginCounting(tx, ids, counted, cause('received'));
  for (const { id, backorder, stockTracked } of inOrder) {
    const then = earlier(id);
    if (then?.stockTracked !== true || !stockTracked || then.backorder === backorder) continue;
    await tx.update(stock).set({ backorder }).where(eq(stock.variantId, id));
  }
  const uncounted = inOrder.filter(({ id, stockTracked }) => !stockTracked && earlier(id)?.stockTracked === true);
  await endCounting(
    tx,
    ids,
    uncounted.map(({ id }) => id),
    cause('no longer counted'),
  );
}
