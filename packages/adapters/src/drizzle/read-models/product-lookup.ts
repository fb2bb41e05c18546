import { lowStockUnits, type CatalogueReader, type ProductView } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { eq, sql, type SQL } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { okAsync } from 'neverthrow';
import { beyondIndexes, type Database } from '../connection/database.js';
import { instantFromText } from '../connection/instant-column.js';
import { leasedBatches } from '../loaders/leased-batches.js';
import {
  listOfCategories,
  listOfVariants,
  rowsOfCategories,
  rowsOfVariants,
  viewOf,
  type ViewedProduct,
} from './product-views.js';
import { noLeases, type ReadLeases } from '../loaders/read-leases.js';
import { categories, productCategories, products, stock, variants } from '../schema.js';
import { isStorable, isUuid } from '../connection/storable-text.js';
import { tryQuery } from '../connection/storage-failures.js';

type Dependencies = { readonly db: Database; readonly storeCurrency: CurrencyCode; readonly leases?: ReadLeases };
type Wanted = {
  readonly place: number;
  readonly name: string;
  readonly id: string | null;
  readonly known: string | null;
};
type Kept = { readonly stamp: string; readonly keptAt: number; readonly view: ProductView };

/** One under way at a time: so most ask together. It reads a few rows by their keys and waits for nobody. */
const limits = { atOnce: 1, most: 64 };
const productsKept = 5000;
/** Longer ones are few, and are read whole each time: of text in any script all that are kept take 80 MB at most. In characters of JSON. */
const longestKept = 8000;
/** Transactions are numbered in a circle of four thousand million, which no server goes round in so many milliseconds. */
const keptForMs = 3_600_000;

/**
 * One product by id or slug, among active ones. All who ask in one moment share one statement, which also says whether the
 * product is still what this process has seen of it; only one that is not is read, and all else is answered with the very
 * object that was answered before. What any process has committed before a call, the call answers; with leases it answers what
 * was so when the lease began (ADR 0028).
 */
export function makeProductLookup({ db, storeCurrency, leases = noLeases }: Dependencies): CatalogueReader['product'] {
  const kept = new LRUCache<string, Kept>({ max: productsKept });
  const statement = prepareLookup(db);

  const answer = (name: string, stamp: string, product: FoundProduct): ProductView => {
    const { createdAt, updatedAt, ...row } = product;
    const view = viewOf(
      { ...row, createdAt: instantFromText(createdAt), updatedAt: instantFromText(updatedAt) },
      storeCurrency,
    );
    if (JSON.stringify(view).length <= longestKept) kept.set(name, { stamp, keptAt: performance.now(), view });
    return view;
  };
  const { held, read } = leasedBatches<ProductView>(leases, limits, async (asked) => {
    const names = asked.filter(isName);
    const known = names.map((name) => fresh(kept.get(name)));
    const wanted: readonly Wanted[] = names.map((name, place) => ({
      place,
      name,
      id: isUuid(name) ? name : null,
      known: known[place]?.stamp ?? null,
    }));
    const found = new Map<string, ProductView>();
    for (const { place, stamp, product } of await statement.execute({ wanted: JSON.stringify(wanted) })) {
      const name = names[place] ?? '';
      const seen = known[place];
      if (product !== null) found.set(name, answer(name, stamp, product));
      else if (seen !== undefined) found.set(name, seen.view);
    }
    return found;
  });
  return (idOrSlug) => {
    const view = held(idOrSlug);
    return view === undefined ? tryQuery(() => read(idOrSlug)) : okAsync(view);
  };
}

/** What PostgreSQL takes for text in JSON: one odd name must not fail the others of its moment. */
const isName = (text: string): boolean => isStorable(text) && !/\p{Surrogate}/u.test(text);

const fresh = (kept: Kept | undefined): Kept | undefined =>
  kept !== undefined && performance.now() - kept.keptAt < keptForMs ? kept : undefined;

type FoundProduct = Pick<
  ViewedProduct,
  'id' | 'slug' | 'name' | 'description' | 'images' | 'variants' | 'categories'
> & {
  readonly createdAt: string;
  readonly updatedAt: string;
};

/**
 * Which version of which rows a product's view is made of. `xmin` is the transaction that wrote a row, so no way of writing
 * one can be forgotten here; they are numbered anew on another server, hence its start. Of stock, which each sale changes,
 * only what shoppers are told counts.
 * Each table is read once, for the stamp and for the product: JSON of a few rows that is thrown away costs less than to find
 * them a second time.
 */
function prepareLookup(db: Database) {
  const named = (condition: SQL): SQL =>
    sql`(select ${products}.xmin, ${products}.* from ${products} where ${condition} and ${beyondIndexes(products.status)} = 'active')`;
  const id = sql`product.id`;
  return db
    .select({
      place: sql<number>`wanted.place`,
      stamp: sql<string>`stamped.stamp`,
      product: sql<FoundProduct | null>`case when stamped.stamp = wanted.known then null else json_build_object(
        'id', product.id, 'slug', product.slug, 'name', product.name, 'description', product.description, 'images', product.images,
        'createdAt', product.created_at::text, 'updatedAt', product.updated_at::text,
        'variants', sold.list, 'categories', filed.list
      ) end`,
    })
    .from(
      sql`jsonb_to_recordset(${sql.placeholder('wanted')}::jsonb) as wanted (place integer, name text, id uuid, known text)
        cross join lateral (
          ${named(sql`${eq(products.slug, sql`wanted.name`)}`)} union all ${named(sql`${eq(products.id, sql`wanted.id`)}`)} limit 1
        ) as product
        cross join lateral (
          select ${listOfVariants} as list,
            string_agg(concat_ws(',', ${variants}.xmin, least(${stock.available}, ${sql.raw(String(lowStockUnits + 1))})), ';' order by ${variants.id}) as stamp
          from ${rowsOfVariants(id)} offset 0
        ) as sold
        cross join lateral (
          select ${listOfCategories} as list,
            string_agg(concat_ws(',', ${productCategories}.xmin, ${categories}.xmin), ';' order by ${productCategories.position}) as stamp
          from ${rowsOfCategories(id)} offset 0
        ) as filed
        cross join lateral (
          select concat_ws(' ', pg_postmaster_start_time(), product.xmin, sold.stamp, filed.stamp) as stamp offset 0
        ) as stamped`,
    )
    .prepare('product_lookup');
}
