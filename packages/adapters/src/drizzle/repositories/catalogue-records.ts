import type { CatalogueItem, CatalogueRecords, Ids, ProductStatus } from '@cartwright/application';
import { compareIds, type CurrencyCode, type VariantId } from '@cartwright/domain';
import { isNotNull, sql, type SQL } from 'drizzle-orm';
import { ResultAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { ensureCategory } from './ensure-category.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { saveProduct } from './save-product.js';
import { productCategories, products, stock, variants } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { query } from '../connection/storage-failures.js';

type Dependencies = { readonly storeCurrency: CurrencyCode; readonly ids: Ids };

/** The catalogue as ordering and the editors need it. Prices are in `storeCurrency`. */
export const makeDrizzleCatalogueRecords = (tx: Database, { storeCurrency, ids }: Dependencies): CatalogueRecords => ({
  items: (wanted) => query(async () => (wanted.length === 0 ? new Map() : itemsAmong(tx, wanted, storeCurrency))),
  taxClasses: () =>
    query(async () => {
      const rows = await tx
        .selectDistinct({ taxClass: variants.taxClass })
        .from(variants)
        .where(isNotNull(variants.taxClass));
      return rows.flatMap(({ taxClass }) => (taxClass === null ? [] : [taxClass])).sort(compareIds);
    }),
  saveProduct: (draft, at) => new ResultAsync(saveProduct(tx, { storeCurrency, ids }, draft, at)),
  ensureCategory: (path) => query(async () => ensureCategory(tx, ids, path)),
});

export const categoryIdsOf = (productId: SQL): SQL<readonly string[]> => sql<readonly string[]>`(
  select coalesce(jsonb_agg(${productCategories.categoryId} order by ${productCategories.position}), '[]')
  from ${productCategories} where ${productCategories.productId} = ${productId}
)`;

/**
 * One statement, for every cart that is priced. It costs PostgreSQL's planner the same however many are wanted (an
 * array would not), so that a prepared statement is not planned again each time, which takes longer than running it;
 * and `offset 0` has each row fetched by its key, whatever share of a small shop's table it is.
 */
const itemsById = preparedOnce((db) =>
  db
    .select({
      variantId: sql<string>`variant.id`,
      productId: sql<string>`variant.product_id`,
      sku: sql<string>`variant.sku`,
      variantName: sql<string>`variant.name`,
      price: sql`variant.price`.mapWith(variants.price),
      digital: sql<boolean>`variant.digital`,
      taxClass: sql<string | null>`variant.tax_class`,
      productName: sql<string>`product.name`,
      status: sql<ProductStatus>`product.status`,
      available: sql<number | null>`counted.available`,
      categoryIds: categoryIdsOf(sql`variant.product_id`),
    })
    .from(
      sql`jsonb_array_elements_text(${sql.placeholder('wanted')}::jsonb) as wanted (id)
        cross join lateral (select ${variants}.* from ${variants} where ${variants.id} = wanted.id::uuid offset 0) as variant
        cross join lateral (select ${products.name}, ${products.status} from ${products} where ${products.id} = variant.product_id offset 0) as product
        left join lateral (select ${stock.available} from ${stock} where ${stock.variantId} = variant.id offset 0) as counted on true`,
    )
    .prepare('items_by_id'),
);

/** Those of the variants that exist, by id. */
export async function itemsAmong(
  tx: Database,
  wanted: readonly VariantId[],
  currency: CurrencyCode,
): Promise<ReadonlyMap<VariantId, CatalogueItem>> {
  const rows = await itemsById(tx).execute({ wanted: JSON.stringify(wanted.filter(isUuid)) });
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

export const itemOf = (
  { variantName, productName, price, status, available, taxClass, ...row }: ItemRow,
  currency: CurrencyCode,
): CatalogueItem => ({
  ...row,
  name: variantName === '' ? productName : `${productName} (${variantName})`,
  unitPrice: { amount: price, currency },
  onSale: status === 'active',
  ...(available === null ? {} : { available }),
  ...(taxClass === null ? {} : { taxClass }),
});
