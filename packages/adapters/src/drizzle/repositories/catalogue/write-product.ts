import type { Ids, ManagedProduct, ManagedVariant } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { rowsAsJson } from '../../connection/rows-as-json.js';
import { uuidList } from '../../connection/storable-text.js';
import { noPrice, productCategories, products, variants } from '../../schema.js';
import { recordPriceChanges, writeOtherPrices } from './write-prices.js';
import { writeStock, type Written, type WrittenStock } from './write-stock.js';

type Dependencies = { readonly storeCurrency: CurrencyCode; readonly ids: Ids };

/** Writes all of some products in few statements, however many they are. */
export async function writeProducts(
  tx: Database,
  { storeCurrency, ids }: Dependencies,
  written: readonly Written[],
  start: WrittenStock,
): Promise<void> {
  const [first] = written;
  if (first === undefined) return;
  await writeRows(
    tx,
    written.map(({ product }) => productRow(product, storeCurrency)),
  );
  await writeCategories(tx, written);
  await removeMissing(tx, written);
  await writeVariants(tx, written, storeCurrency);
  const prices = written.flatMap(({ before, product }) => {
    const earlier = new Map(before?.variants.map((variant) => [variant.id, variant.prices]));
    return product.variants.map(({ id, prices: after }) => ({ variantId: id, before: earlier.get(id) ?? [], after }));
  });
  await writeOtherPrices(tx, prices, storeCurrency);
  await recordPriceChanges(tx, ids, prices, first.product.updatedAt);
  await writeStock(tx, ids, written, { ...start, at: first.product.updatedAt });
}

async function writeRows(tx: Database, rows: readonly (typeof products.$inferInsert)[]): Promise<void> {
  await tx
    .insert(products)
    .select(rowsAsJson(products, rows))
    .onConflictDoUpdate({
      target: products.id,
      set: {
        slug: sql`excluded.slug`,
        name: sql`excluded.name`,
        description: sql`excluded.description`,
        status: sql`excluded.status`,
        images: sql`excluded.images`,
        lowestPrice: sql`excluded.lowest_price`,
        updatedAt: sql`excluded.updated_at`,
        publishAt: sql`excluded.publish_at`,
        featured: sql`excluded.featured`,
        brand: sql`excluded.brand`,
        tags: sql`excluded.tags`,
        options: sql`excluded.options`,
        seo: sql`excluded.seo`,
        metadata: sql`excluded.metadata`,
        translations: sql`excluded.translations`,
        version: sql`excluded.version`,
      },
    });
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

async function writeCategories(tx: Database, written: readonly Written[]): Promise<void> {
  const changed = written.filter(({ before, product }) => before?.categoryIds.join() !== product.categoryIds.join());
  const left = changed.filter(({ before }) => before !== undefined).map(({ product }) => product.id);
  if (left.length > 0) {
    await tx.delete(productCategories).where(sql`${productCategories.productId} = any(${uuidList(left)}::uuid[])`);
  }
  const rows = changed.flatMap(({ product: { id: productId, categoryIds } }) =>
    categoryIds.map((categoryId, position) => ({ productId, categoryId, position })),
  );
  if (rows.length > 0) await tx.insert(productCategories).select(rowsAsJson(productCategories, rows));
}

async function removeMissing(tx: Database, written: readonly Written[]): Promise<void> {
  const left = new Set(written.flatMap(({ product }) => product.variants.map(({ id }) => id)));
  const gone = written.flatMap(({ before }) => before?.variants ?? []).filter(({ id }) => !left.has(id));
  if (gone.length === 0) return;
  await tx.delete(variants).where(sql`${variants.id} = any(${uuidList(gone.map(({ id }) => id))}::uuid[])`);
}

async function writeVariants(tx: Database, written: readonly Written[], storeCurrency: CurrencyCode): Promise<void> {
  const rows = written.flatMap(({ product: { id: productId, variants: all } }) =>
    all.map((variant, position): typeof variants.$inferInsert => ({
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
    })),
  );
  if (rows.length === 0) return;
  await tx
    .insert(variants)
    .select(rowsAsJson(variants, rows))
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
