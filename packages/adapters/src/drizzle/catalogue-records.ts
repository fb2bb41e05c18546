import type { CatalogueItem, CatalogueRecords, Ids, ProductStatus } from '@cartwright/application';
import { compareIds, type CurrencyCode, type VariantId } from '@cartwright/domain';
import { eq, isNotNull, sql } from 'drizzle-orm';
import { ResultAsync } from 'neverthrow';
import type { Database } from './database.js';
import { ensureCategory } from './ensure-category.js';
import { saveProduct } from './save-product.js';
import { productCategories, products, stock, variants } from './schema.js';
import { uuidList } from './storable-text.js';
import { queried } from './storage-failures.js';

type Dependencies = { readonly storeCurrency: CurrencyCode; readonly ids: Ids };

/** The catalogue as ordering and the editors need it. Prices are in `storeCurrency`. */
export const makeDrizzleCatalogueRecords = (tx: Database, { storeCurrency, ids }: Dependencies): CatalogueRecords => ({
  items: (wanted) => queried(async () => (wanted.length === 0 ? new Map() : itemsAmong(tx, wanted, storeCurrency))),
  taxClasses: () =>
    queried(async () => {
      const rows = await tx.selectDistinct({ taxClass: variants.taxClass }).from(variants).where(isNotNull(variants.taxClass));
      return rows.flatMap(({ taxClass }) => (taxClass === null ? [] : [taxClass])).sort(compareIds);
    }),
  saveProduct: (draft, at) => new ResultAsync(saveProduct(tx, { storeCurrency, ids }, draft, at)),
  ensureCategory: (path) => queried(async () => ensureCategory(tx, ids, path)),
});

/** Of the product of a row of `variants`. */
export const categoryIdsOfItem = sql<readonly string[]>`(
  select coalesce(jsonb_agg(${productCategories.categoryId} order by ${productCategories.position}), '[]')
  from ${productCategories} where ${productCategories.productId} = ${variants.productId}
)`;

/** One statement, for every cart that is priced. */
export async function itemsAmong(
  tx: Database,
  wanted: readonly VariantId[],
  currency: CurrencyCode,
): Promise<ReadonlyMap<VariantId, CatalogueItem>> {
  const rows = await tx
    .select({
      variantId: variants.id,
      productId: variants.productId,
      sku: variants.sku,
      variantName: variants.name,
      price: variants.price,
      digital: variants.digital,
      taxClass: variants.taxClass,
      productName: products.name,
      status: products.status,
      available: stock.available,
      categoryIds: categoryIdsOfItem,
    })
    .from(variants)
    .innerJoin(products, eq(products.id, variants.productId))
    .leftJoin(stock, eq(stock.variantId, variants.id))
    .where(sql`${variants.id} = any(${uuidList(wanted)}::uuid[])`);
  return new Map(rows.map((row) => [row.variantId, itemOf(row, currency)]));
}

/** What is read of a variant to price it. */
export type ItemRow = Pick<CatalogueItem, 'variantId' | 'productId' | 'sku' | 'digital' | 'categoryIds'> & {
  readonly variantName: string;
  readonly productName: string;
  readonly price: number;
  readonly status: ProductStatus;
  readonly available: number | null;
  readonly taxClass: string | null;
};

export const itemOf = ({ variantName, productName, price, status, available, taxClass, ...row }: ItemRow, currency: CurrencyCode): CatalogueItem => ({
  ...row,
  name: variantName === '' ? productName : `${productName} (${variantName})`,
  unitPrice: { amount: price, currency },
  onSale: status === 'active',
  ...(available === null ? {} : { available }),
  ...(taxClass === null ? {} : { taxClass }),
});
