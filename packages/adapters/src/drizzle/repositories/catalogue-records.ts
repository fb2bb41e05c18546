import {
  itemNames,
  type CatalogueItem,
  type CatalogueRecords,
  type Ids,
  type ProductStatus,
} from '@cartwright/application';
import { compareIds, type CurrencyCode, type PriceOffer, type VariantId } from '@cartwright/domain';
import { isNotNull, sql, type Column, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { instantFromText } from '../connection/instant-column.js';
import { countBoughtTogether } from './catalogue/count-bought-together.js';
import { ensureCategory } from './ensure-category.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import {
  priceListEntries,
  priceLists,
  productCategories,
  products,
  salesFacts,
  stock,
  variantPrices,
  variants,
} from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { query } from '../connection/try-query.js';

type Dependencies = { readonly storeCurrency: CurrencyCode; readonly ids: Ids };

/** The catalogue as ordering needs it. Prices are in `storeCurrency`. */
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
  countSales: () =>
    query(async () => {
      await countSales(tx);
      await countBoughtTogether(tx);
    }),
  ensureCategory: (path) => query(async () => ensureCategory(tx, ids, path)),
});

/** From what reports add up. Only products of which another number was sold are written, in the order of their ids. */
async function countSales(tx: Database): Promise<void> {
  await tx.execute(sql`
    with sold as (
      select ${variants.productId} as id, sum(${salesFacts.quantity}) as units
      from ${salesFacts} join ${variants} on ${variants.id} = ${salesFacts.subject}::uuid
      where ${salesFacts.kind} = 'line' group by 1
    ), locked as (
      select ${products.id}, sold.units from ${products} join sold on sold.id = ${products.id}
      where ${products.unitsSold} <> sold.units order by ${products.id} for no key update of ${products}
    )
    update ${products} set units_sold = locked.units from locked where ${products.id} = locked.id`);
}

const categoryIdsOf = (productId: SQL): SQL<readonly string[]> => sql<readonly string[]>`(
  select coalesce(json_agg(${productCategories.categoryId} order by ${productCategories.position}), '[]')
  from ${productCategories} where ${productCategories.productId} = ${productId}
)`;

/** The names of a product by locale; null where it has no translation. */
const translatedNamesOf = (translations: SQL): SQL<ItemRow['productNames']> => sql<ItemRow['productNames']>`(
  select json_object_agg(translated.locale, translated.texts -> 'name')
  from jsonb_each(${translations}) as translated (locale, texts) where translated.texts ? 'name'
)`;

/** The prices of a variant in other currencies than the store's. */
export const otherPricesOf = (variantId: SQL): SQL<readonly OtherPrice[]> => sql<readonly OtherPrice[]>`(
  select coalesce(json_agg(json_build_object(
    'currency', ${variantPrices.currency}, 'amount', ${variantPrices.amount}, 'compareAt', ${variantPrices.compareAt}
  )), '[]') from ${variantPrices} where ${variantPrices.variantId} = ${variantId}
)`;

/** The entries of price lists for a variant, as offers. */
export const listOffersOf = (variantId: SQL): SQL<readonly PriceOffer[]> => sql<readonly PriceOffer[]>`(
  select coalesce(json_agg(json_strip_nulls(json_build_object(
    'type', 'list', 'id', ${priceLists.id} || '-' || ${priceListEntries.minQuantity},
    'price', json_build_object('amount', ${priceListEntries.amount}, 'currency', ${priceLists.currency}),
    'groups', ${priceLists.groups}, 'minQuantity', ${priceListEntries.minQuantity},
    'startsAt', ${instantText(priceLists.startsAt)}, 'endsAt', ${instantText(priceLists.endsAt)},
    'priority', ${priceLists.priority}
  )) order by ${priceLists.id}, ${priceListEntries.minQuantity}), '[]')
  from ${priceListEntries} join ${priceLists} on ${priceLists.id} = ${priceListEntries.listId}
  where ${priceListEntries.variantId} = ${variantId}
)`;

/** As the domain writes it. */
const instantText = (column: Column): SQL =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What an `ItemRow` is read from, by its members: the columns of `itemTables`. */
export const itemColumns = {
  variantId: sql<string>`variant.id`,
  productId: sql<string>`variant.product_id`,
  sku: sql<string>`variant.sku`,
  variantName: sql<string>`variant.name`,
  price: sql`variant.price`.mapWith(variants.price),
  compareAtPrice: sql`variant.compare_at_price`.mapWith(variants.compareAtPrice),
  otherPrices: otherPricesOf(sql`variant.id`),
  listOffers: listOffersOf(sql`variant.id`),
  archived: sql<boolean>`variant.archived`,
  weightGrams: sql<number | null>`variant.weight_grams`,
  digital: sql<boolean>`variant.digital`,
  taxClass: sql<string | null>`variant.tax_class`,
  productName: sql<string>`product.name`,
  productNames: translatedNamesOf(sql`product.translations`),
  status: sql<ProductStatus>`product.status`,
  publishAt: sql<string | null>`product.publish_at::text`,
  available: sql<number | null>`counted.available`,
  backorder: sql<boolean | null>`counted.backorder`,
  lowStockThreshold: sql<number | null>`variant.low_stock_threshold`,
  options: sql<CatalogueItem['options']>`variant.options`,
  image: sql<string | null>`coalesce(variant.image, product.images -> 0 ->> 'url')`,
  slug: sql<string>`product.slug`,
  categoryIds: categoryIdsOf(sql`variant.product_id`),
} satisfies Record<keyof ItemRow, SQL>;

/**
 * The variant with an id, its product and its stock. `offset 0` has each row fetched by its key, whatever share of a
 * small shop's table it is.
 */
export const itemTables = (variantId: SQL): SQL => sql`
  cross join lateral (select ${variants}.* from ${variants} where ${variants.id} = ${variantId} offset 0) as variant
  cross join lateral (
    select ${products.name}, ${products.translations}, ${products.slug}, ${products.images}, ${products.status},
      ${products.publishAt}
    from ${products} where ${products.id} = variant.product_id offset 0
  ) as product
  left join lateral (
    select ${stock.available}, ${stock.backorder} from ${stock} where ${stock.variantId} = variant.id offset 0
  ) as counted on true`;

/**
 * One statement, for every cart that is priced. It costs PostgreSQL's planner the same however many are wanted (an
 * array would not), so that a prepared statement is not planned again each time, which takes longer than running it.
 */
const itemsById = preparedOnce((db) =>
  db
    .select(itemColumns)
    .from(
      sql`jsonb_array_elements_text(${sql.placeholder('wanted')}::jsonb) as wanted (id) ${itemTables(sql`wanted.id::uuid`)}`,
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
export type ItemRow = Pick<
  CatalogueItem,
  'variantId' | 'productId' | 'slug' | 'sku' | 'options' | 'digital' | 'categoryIds'
> & {
  readonly variantName: string;
  readonly productName: string;
  readonly productNames: Readonly<Record<string, string>> | null;
  readonly price: number | null;
  readonly compareAtPrice: number | null;
  readonly otherPrices: readonly OtherPrice[];
  readonly listOffers: readonly PriceOffer[];
  readonly archived: boolean;
  readonly weightGrams: number | null;
  readonly status: ProductStatus;
  /** As the database writes it. */
  readonly publishAt: string | null;
  readonly available: number | null;
  readonly backorder: boolean | null;
  readonly lowStockThreshold: number | null;
  readonly image: string | null;
  readonly taxClass: string | null;
};

/** A price in another currency than the store's. */
export type OtherPrice = {
  readonly currency: CurrencyCode;
  readonly amount: number;
  readonly compareAt: number | null;
};

/** The prices of a variant as offers. `price` is in `currency`. */
export const offersOf = (
  {
    price,
    compareAtPrice,
    otherPrices,
    listOffers,
  }: Pick<ItemRow, 'price' | 'compareAtPrice' | 'otherPrices' | 'listOffers'>,
  currency: CurrencyCode,
): readonly PriceOffer[] => [
  ...(price === null ? [] : [baseOffer({ currency, amount: price, compareAt: compareAtPrice })]),
  ...otherPrices.map(baseOffer),
  ...listOffers,
];

const baseOffer = ({ currency, amount, compareAt }: OtherPrice): PriceOffer => ({
  type: 'base',
  id: `base-${currency}`,
  price: { amount, currency },
  ...(compareAt === null ? {} : { compareAtPrice: { amount: compareAt, currency } }),
});

export const itemOf = (
  {
    variantName,
    productName,
    productNames,
    price,
    compareAtPrice,
    otherPrices,
    listOffers,
    archived,
    weightGrams,
    status,
    publishAt,
    available,
    backorder,
    lowStockThreshold,
    image,
    taxClass,
    ...row
  }: ItemRow,
  currency: CurrencyCode,
): CatalogueItem => ({
  ...row,
  ...itemNames({ name: productName, translatedNames: productNames ?? {} }, variantName),
  offers: offersOf({ price, compareAtPrice, otherPrices, listOffers }, currency),
  onSale: (status === 'active' || status === 'unlisted') && !archived,
  ...(publishAt === null ? {} : { publishAt: instantFromText(publishAt) }),
  ...(weightGrams === null ? {} : { weightGrams }),
  ...(available === null ? {} : { available }),
  ...(backorder === true ? { backorder } : {}),
  ...(lowStockThreshold === null ? {} : { lowStockThreshold }),
  ...(image === null ? {} : { image }),
  ...(taxClass === null ? {} : { taxClass }),
});
