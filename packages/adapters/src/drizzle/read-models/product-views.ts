import { availabilityOf, type ProductView } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import type { Slice } from './keyset-page.js';
import { categories, productCategories, products, stock, variants } from '../schema.js';

type ViewedVariant = {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly price: number;
  readonly digital: boolean;
  readonly available: number | null;
};

/** A product's row with all that hangs on it. */
export type ViewedProduct = typeof products.$inferSelect & {
  readonly variants: readonly ViewedVariant[];
  readonly categories: ProductView['categories'];
};

/** The products of one page, with their variants, stock and categories, in one statement. */
export async function selectProductViews(
  db: Database,
  { condition, orderBy, limit, offset }: Omit<Slice, 'after'> & { readonly condition: SQL | undefined },
): Promise<readonly ViewedProduct[]> {
  // First the page, then what hangs on its few rows: not what hangs on all that were sorted.
  const page = db
    .select({
      ...getTableColumns(products),
      place:
        sql<number>`row_number() over (order by ${orderBy.length === 0 ? products.id : sql.join([...orderBy], sql`, `)})`.as(
          'place',
        ),
    })
    .from(products)
    .where(condition)
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
    .as('page');
  return db
    .select({
      id: page.id,
      slug: page.slug,
      name: page.name,
      description: page.description,
      status: page.status,
      images: page.images,
      lowestPrice: page.lowestPrice,
      createdAt: page.createdAt,
      updatedAt: page.updatedAt,
      variants: whole<readonly ViewedVariant[]>(
        sql`(select ${listOfVariants} from ${rowsOfVariants(sql`${page.id}`)})`,
      ),
      categories: whole<ProductView['categories']>(
        sql`(select ${listOfCategories} from ${rowsOfCategories(sql`${page.id}`)})`,
      ),
    })
    .from(page)
    .orderBy(page.place);
}

/** The variants of a product, with what is left of each: over `rowsOfVariants`. */
export const listOfVariants: SQL = sql`coalesce(json_agg(json_build_object(
    'id', ${variants.id}, 'sku', ${variants.sku}, 'name', ${variants.name}, 'price', ${variants.price},
    'digital', ${variants.digital}, 'available', ${stock.available}
  ) order by ${variants.id}), '[]')`;

/**
 * `offset 0`: each is found by its key; for the order of the list all might be gone through by the index of their ids.
 */
export const rowsOfVariants = (
  productId: SQL,
): SQL => sql`(select ${variants}.* from ${variants} where ${variants.productId} = ${productId} offset 0) as ${variants}
  left join lateral (select ${stock}.* from ${stock} where ${stock.variantId} = ${variants.id} offset 0) as ${stock} on true`;

/** The categories that a product itself is in: over `rowsOfCategories`. */
export const listOfCategories: SQL = sql`coalesce(json_agg(json_build_object(
    'id', ${categories.id}, 'slug', ${categories.slug}, 'name', ${categories.name}
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

/** A product as shoppers see it; prices are in `currency`. */
export const viewOf = (row: Omit<ViewedProduct, 'status' | 'lowestPrice'>, currency: CurrencyCode): ProductView => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description,
  variants: row.variants.map(({ id, sku, name, price, digital, available }) => ({
    id,
    sku,
    name,
    price: { amount: price, currency },
    availability: availabilityOf(available ?? undefined),
    digital,
  })),
  categories: row.categories,
  images: row.images,
  rating: { average: null, count: 0 },
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
