import type { BasePrice, ManagedProduct, ManagedVariant } from '@cartwright/application';
import type { CurrencyCode, ProductId } from '@cartwright/domain';
import { asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { isUuid, uuidList } from '../../connection/storable-text.js';
import { productCategories, products, stock, variantPrices, variants } from '../../schema.js';

type ProductRow = typeof products.$inferSelect;
type VariantRow = {
  readonly variant: typeof variants.$inferSelect;
  readonly counted: typeof stock.$inferSelect | null;
};
type PriceRow = typeof variantPrices.$inferSelect;

/** The products of these ids that exist, as editors see them: four statements, however many they are. */
export async function productsAmong(
  db: Database,
  ids: readonly ProductId[],
  storeCurrency: CurrencyCode,
): Promise<ReadonlyMap<ProductId, ManagedProduct>> {
  const wanted = ids.filter(isUuid);
  if (wanted.length === 0) return new Map();
  const list = uuidList(wanted);
  const rows = await db
    .select()
    .from(products)
    .where(sql`${products.id} = any(${list}::uuid[])`);
  const categoriesOf = await db
    .select()
    .from(productCategories)
    .where(sql`${productCategories.productId} = any(${list}::uuid[])`)
    .orderBy(productCategories.position);
  const variantRows = await db
    .select({ variant: variants, counted: stock })
    .from(variants)
    .leftJoin(stock, eq(stock.variantId, variants.id))
    .where(sql`${variants.productId} = any(${list}::uuid[])`)
    .orderBy(asc(variants.position), asc(variants.id));
  const priceRows =
    variantRows.length === 0
      ? []
      : await db
          .select()
          .from(variantPrices)
          .where(
            sql`${variantPrices.variantId} = any(${uuidList(variantRows.map(({ variant }) => variant.id))}::uuid[])`,
          )
          .orderBy(variantPrices.currency);
  const filed = gathered(categoriesOf, ({ productId }) => productId);
  const sold = gathered(variantRows, ({ variant }) => variant.productId);
  const priced = gathered(priceRows, ({ variantId }) => variantId);
  return new Map(
    rows.map((row) => [
      row.id,
      managedProduct(row, {
        categoryIds: (filed.get(row.id) ?? []).map(({ categoryId }) => categoryId),
        variants: (sold.get(row.id) ?? []).map((found) =>
          managedVariant(found, priced.get(found.variant.id) ?? [], storeCurrency),
        ),
      }),
    ]),
  );
}

/** Rows by key, in their order. */
function gathered<R>(rows: readonly R[], keyOf: (row: R) => string): ReadonlyMap<string, readonly R[]> {
  const found = new Map<string, R[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = found.get(key);
    if (known === undefined) found.set(key, [row]);
    else known.push(row);
  }
  return found;
}

const managedProduct = (
  {
    publishAt,
    brand,
    lowestPrice: _lowest,
    rating: _rating,
    ratingCount: _count,
    unitsSold: _sold,
    ...row
  }: ProductRow,
  parts: Pick<ManagedProduct, 'categoryIds' | 'variants'>,
): ManagedProduct => ({
  ...row,
  ...parts,
  ...(publishAt === null ? {} : { publishAt }),
  ...(brand === null ? {} : { brand }),
});

function managedVariant(
  { variant, counted }: VariantRow,
  others: readonly PriceRow[],
  storeCurrency: CurrencyCode,
): ManagedVariant {
  const { price, compareAtPrice, barcode, taxClass, weightGrams, image, lowStockThreshold, ...row } = variant;
  return {
    id: row.id,
    sku: row.sku,
    name: row.name,
    options: row.options,
    prices: [
      ...(price === null ? [] : [basePrice(storeCurrency, price, compareAtPrice)]),
      ...others.map(({ currency, amount, compareAt }) => basePrice(currency, amount, compareAt)),
    ],
    digital: row.digital,
    metadata: row.metadata,
    archived: row.archived,
    stockTracked: counted !== null,
    backorder: counted?.backorder ?? false,
    ...(counted === null ? {} : { available: counted.available }),
    ...(barcode === null ? {} : { barcode }),
    ...(taxClass === null ? {} : { taxClass }),
    ...(weightGrams === null ? {} : { weightGrams }),
    ...(image === null ? {} : { image }),
    ...(lowStockThreshold === null ? {} : { lowStockThreshold }),
  };
}

const basePrice = (currency: CurrencyCode, amount: number, compareAt: number | null): BasePrice => ({
  price: { amount, currency },
  ...(compareAt === null ? {} : { compareAtPrice: { amount: compareAt, currency } }),
});
