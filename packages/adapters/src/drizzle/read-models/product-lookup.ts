import type { CatalogueReader, OfferedProduct } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { eq, sql, type SQL } from 'drizzle-orm';
import { makeBatcher } from '../../system/batcher.js';
import { unindexed, type Database } from '../connection/database.js';
import { instantFromText } from '../connection/instant-column.js';
import { isStorable, isUuid } from '../connection/storable-text.js';
import { tryQuery } from '../connection/try-query.js';
import { products } from '../schema.js';
import {
  isTaxIncluded,
  listOfCategories,
  listOfVariants,
  rowsOfCategories,
  rowsOfVariants,
  viewOf,
  type ViewRow,
} from './product-views.js';

type Dependencies = {
  readonly db: Database;
  readonly storeCurrency: CurrencyCode;
};

/** It reads a few rows by their keys and waits for no lock, so one statement at a time serves the most readers. */
const limits = { concurrency: 1, maxSize: 64 };

/** One active or unlisted product by id, or else by slug, which may look like an id. Concurrent lookups are batched. */
export function makeProductLookup({ db, storeCurrency }: Dependencies): CatalogueReader['product'] {
  const statement = prepareLookup(db);
  const find = makeBatcher<string, OfferedProduct | undefined>(limits, async (names) => {
    const distinct = [...new Set(names)].filter(isName);
    const wanted = distinct.map((name) => ({ name, id: isUuid(name) ? name : null }));
    const rows = await statement.execute({ wanted: JSON.stringify(wanted) });
    const found = new Map(
      rows.map(({ name, product: { createdAt, updatedAt, publishAt, ...row } }) => [
        name,
        viewOf(
          {
            ...row,
            createdAt: instantFromText(createdAt),
            updatedAt: instantFromText(updatedAt),
            publishAt: publishAt === null ? null : instantFromText(publishAt),
          },
          storeCurrency,
        ),
      ]),
    );
    return names.map((name) => found.get(name));
  });
  return (idOrSlug) => tryQuery(() => find(idOrSlug));
}

/** Text that PostgreSQL accepts in JSON: one malformed name must not fail the other lookups of its batch. */
const isName = (text: string): boolean => isStorable(text) && !/\p{Surrogate}/u.test(text);

type FoundProduct = Omit<ViewRow, 'createdAt' | 'updatedAt' | 'publishAt'> & {
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly publishAt: string | null;
};

function prepareLookup(db: Database) {
  const named = (condition: SQL): SQL =>
    sql`(select ${products}.* from ${products} where ${condition} and ${unindexed(products.status)} in ('active', 'unlisted'))`;
  const id = sql`product.id`;
  return db
    .select({
      name: sql<string>`wanted.name`,
      product: sql<FoundProduct>`json_build_object(
        'id', product.id, 'slug', product.slug, 'name', product.name, 'description', product.description,
        'brand', product.brand, 'tags', product.tags, 'options', product.options, 'seo', product.seo,
        'metadata', product.metadata, 'translations', product.translations,
        'rating', product.rating, 'ratingCount', product.rating_count,
        'publishAt', product.publish_at::text, 'taxIncluded', ${isTaxIncluded},
        'images', product.images, 'createdAt', product.created_at::text, 'updatedAt', product.updated_at::text,
        'variants', (select ${listOfVariants} from ${rowsOfVariants(id)}),
        'categories', (select ${listOfCategories} from ${rowsOfCategories(id)})
      )`,
    })
    .from(
      sql`jsonb_to_recordset(${sql.placeholder('wanted')}::jsonb) as wanted (name text, id uuid)
        cross join lateral (
          ${named(eq(products.id, sql`wanted.id`))} union all ${named(eq(products.slug, sql`wanted.name`))} limit 1
        ) as product`,
    )
    .prepare('product_lookup');
}
