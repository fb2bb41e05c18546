import type { OfferedProduct, OfferedVariant } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import type { KeysetPage } from './keyset-page.js';
import { listOffersOf, offersOf, otherPricesOf, type ItemRow } from '../repositories/catalogue-records.js';
import { categories, pricingSettings, productCategories, productSearch, products, stock, variants } from '../schema.js';
import type { ProductSearch } from './search/search-products.js';

type ViewedVariant = Pick<OfferedVariant, 'id' | 'sku' | 'name' | 'digital' | 'options'> &
  Pick<ItemRow, 'price' | 'compareAtPrice' | 'otherPrices' | 'listOffers' | 'available'> & {
    readonly barcode: string | null;
    readonly weightGrams: number | null;
    readonly image: string | null;
    readonly lowStockThreshold: number | null;
    readonly backorder: boolean | null;
  };

/** The row of a product, with what is joined to it. */
export type ViewedProduct = typeof products.$inferSelect & {
  readonly relevance: number;
  /** The number of matches of a list that is only a search; null for other lists. */
  readonly matchCount: number | null;
  readonly variants: readonly ViewedVariant[];
  readonly categories: OfferedProduct['categories'];
  readonly taxIncluded: boolean;
};

/** Which products a page is made of, and in which order. */
export type ListedPage = KeysetPage & {
  readonly lowestPrice: SQL;
  readonly search?: ProductSearch;
  /** Nothing but rows of `product_search` is needed to choose the page. */
  readonly bySearchAlone: boolean;
};

/** The products of one page, with their variants, stock and categories, in one statement. */
export async function selectProductViews(db: Database, listed: ListedPage): Promise<readonly ViewedProduct[]> {
  // First the page, then what hangs on its few rows: not what hangs on all that were sorted.
  const page = listed.bySearchAlone ? pageOfMatches(db, listed) : pageOfProducts(db, listed);
  return db
    .select({
      ...pageColumns(page),
      relevance: page.relevance,
      matchCount: page.matchCount,
      taxIncluded: whole<boolean>(isTaxIncluded),
      variants: whole<readonly ViewedVariant[]>(
        sql`(select ${listOfVariants} from ${rowsOfVariants(sql`${page.id}`)})`,
      ),
      categories: whole<OfferedProduct['categories']>(
        sql`(select ${listOfCategories} from ${rowsOfCategories(sql`${page.id}`)})`,
      ),
    })
    .from(page)
    .orderBy(page.place);
}

const placeBy = (orderBy: readonly SQL[]) =>
  sql<number>`row_number() over (order by ${orderBy.length === 0 ? products.id : sql.join([...orderBy], sql`, `)})`.as(
    'place',
  );

const columnsOf = (lowestPrice: SQL) => ({
  ...getTableColumns(products),
  lowestPrice: sql`${lowestPrice}`.mapWith(products.lowestPrice).as('lowest_price'),
});

function pageOfProducts(db: Database, { where, orderBy, limit, offset, lowestPrice, search }: ListedPage) {
  const columns = {
    ...columnsOf(lowestPrice),
    ...relevanceOf(search),
    matchCount: sql<number | null>`null::integer`.as('match_count'),
    place: placeBy(orderBy),
  };
  const rows = db.select(columns).from(products).$dynamic();
  if (search !== undefined) rows.innerJoin(productSearch, eq(productSearch.productId, products.id));
  return rows
    .where(where)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .as('page');
}

/** The page is chosen among the narrow rows that are searched, before any product is read. */
function pageOfMatches(db: Database, { where, orderBy, limit, offset, lowestPrice, search }: ListedPage) {
  const matches = db
    .select({
      productId: productSearch.productId,
      ...relevanceOf(search),
      matchCount: sql<number | null>`(count(*) over ())::integer`.as('match_count'),
      place: placeBy(orderBy),
    })
    .from(productSearch)
    .where(where)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .as('matches');
  return db
    .select({
      ...columnsOf(lowestPrice),
      relevance: matches.relevance,
      matchCount: matches.matchCount,
      place: matches.place,
    })
    .from(products)
    .innerJoin(matches, eq(matches.productId, products.id))
    .as('page');
}

const relevanceOf = (search: ProductSearch | undefined) => ({
  relevance: sql`${search?.relevance ?? sql`0`}`.mapWith(Number).as('relevance'),
});

/** Every column of `products` of the page. */
const pageColumns = <Page extends object>(page: Page) =>
  Object.fromEntries(
    Object.keys(getTableColumns(products)).map((name) => [name, (page as Readonly<Record<string, unknown>>)[name]]),
  ) as Pick<Page, Extract<keyof Page, keyof typeof products.$inferSelect>>;

/** Whether prices are shown with tax in them: as in the rest of the world, where nothing is known of the customer. */
export const isTaxIncluded: SQL = sql`coalesce((
  select bool_or(zone ->> 'prices' = 'inclusive')
  from ${pricingSettings} cross join jsonb_array_elements(${pricingSettings.document}) as zone
  where ${pricingSettings.name} = 'tax' and zone -> 'countries' = '[]'
), false)`;

/** The variants of a product, with what is left of each: over `rowsOfVariants`. */
export const listOfVariants: SQL = sql`coalesce(json_agg(json_build_object(
    'id', ${variants.id}, 'sku', ${variants.sku}, 'name', ${variants.name}, 'price', ${variants.price},
    'compareAtPrice', ${variants.compareAtPrice}, 'otherPrices', ${otherPricesOf(sql`${variants.id}`)},
    'listOffers', ${listOffersOf(sql`${variants.id}`)},
    'digital', ${variants.digital}, 'options', ${variants.options}, 'barcode', ${variants.barcode},
    'weightGrams', ${variants.weightGrams}, 'image', ${variants.image},
    'lowStockThreshold', ${variants.lowStockThreshold}, 'available', ${stock.available}, 'backorder', ${stock.backorder}
  ) order by ${variants.position}, ${variants.id}), '[]')`;

/**
 * `offset 0`: each is found by its key; for the order of the list all might be gone through by the index of their ids.
 */
export const rowsOfVariants = (
  productId: SQL,
): SQL => sql`(select ${variants}.* from ${variants} where ${variants.productId} = ${productId} and not ${variants.archived} offset 0) as ${variants}
  left join lateral (select ${stock}.* from ${stock} where ${stock.variantId} = ${variants.id} offset 0) as ${stock} on true`;

/** The categories that a product itself is in: over `rowsOfCategories`. */
export const listOfCategories: SQL = sql`coalesce(json_agg(json_build_object(
    'id', ${categories.id}, 'slug', ${categories.slug}, 'name', ${categories.name}, 'path', (
      with recursive above (parent_id, name, depth) as (
        select start.parent_id, start.name, 0 from ${categories} as start where start.id = ${categories.id}
        union all
        select parent.parent_id, parent.name, above.depth + 1
        from above join ${categories} as parent on parent.id = above.parent_id
      )
      select json_agg(above.name order by above.depth desc) from above
    )
  ) order by ${productCategories.position}), '[]')`;

export const rowsOfCategories = (
  productId: SQL,
): SQL => sql`${productCategories} join ${categories} on ${categories.id} = ${productCategories.categoryId}
  where ${productCategories.productId} = ${productId}`;

/**
 * Drizzle leaves the table's name off columns at the top of an expression in a select without joins; not of what is
 * inside.
 */
const whole = <T>(expression: SQL): SQL<T> => sql<T>`${expression}`;

/** What is shown of a product. */
export type ViewRow = Omit<
  ViewedProduct,
  'status' | 'lowestPrice' | 'featured' | 'version' | 'unitsSold' | 'relevance' | 'matchCount'
>;

/** A product as it is stored; the store's prices are in `currency`. */
export const viewOf = (row: ViewRow, currency: CurrencyCode): OfferedProduct => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description,
  ...(row.brand === null ? {} : { brand: row.brand }),
  tags: row.tags,
  options: row.options,
  variants: row.variants.map((variant) => offeredVariant(variant, currency)),
  categories: row.categories,
  images: row.images,
  seo: row.seo,
  rating: { average: row.ratingCount === 0 ? null : row.rating / 100, count: row.ratingCount },
  metadata: row.metadata,
  translations: row.translations,
  taxIncluded: row.taxIncluded,
  ...(row.publishAt === null ? {} : { publishAt: row.publishAt }),
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

const offeredVariant = (
  {
    price,
    compareAtPrice,
    otherPrices,
    listOffers,
    barcode,
    weightGrams,
    image,
    lowStockThreshold,
    available,
    backorder,
    ...texts
  }: ViewedVariant,
  currency: CurrencyCode,
): OfferedVariant => ({
  ...texts,
  offers: offersOf({ price, compareAtPrice, otherPrices, listOffers }, currency),
  backorder: backorder ?? false,
  ...(barcode === null ? {} : { barcode }),
  ...(weightGrams === null ? {} : { weightGrams }),
  ...(image === null ? {} : { image }),
  ...(lowStockThreshold === null ? {} : { lowStockThreshold }),
  ...(available === null ? {} : { available }),
});
