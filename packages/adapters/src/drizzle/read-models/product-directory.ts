import type {
  DirectoryFilter,
  DirectorySortKey,
  ManagedProduct,
  ProductDirectory,
  Sorting,
} from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { and, eq, ilike, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { likePattern } from '../connection/like-pattern.js';
import { isStorable } from '../connection/storable-text.js';
import { withOutages } from '../connection/try-query.js';
import { productsAmong } from '../repositories/catalogue/read-products.js';
import { products, variants } from '../schema.js';
import { readKeysetPage, selectPage, type KeysetOrder, type SortColumn } from './keyset-page.js';

const sortColumns: Readonly<Record<DirectorySortKey, SortColumn>> = {
  name: { column: sql`${products.name} collate "C"`, type: 'text' },
  createdAt: { column: products.createdAt, type: 'instant' },
};

const newestFirst: Sorting<DirectorySortKey> = [{ key: 'createdAt', direction: 'desc' }];

/**
 * All products as editors see them, newest first by default.
 *
 * @example makeDrizzleProductDirectory({ db, storeCurrency: 'USD' })
 */
export const makeDrizzleProductDirectory = ({
  db,
  storeCurrency,
}: {
  readonly db: Database;
  readonly storeCurrency: CurrencyCode;
}): ProductDirectory => ({
  list: (filter, asked, request) => {
    const sorting = asked.length === 0 ? newestFirst : asked;
    const where = matches(filter);
    const order: KeysetOrder<ManagedProduct, DirectorySortKey> = {
      columns: sortColumns,
      id: products.id,
      sorting,
      valueOf: (product, key) => product[key],
    };
    return withOutages(async () =>
      readKeysetPage(order, request, {
        where,
        select: async (page) => {
          const rows = await selectPage(db.select({ id: products.id }).from(products), page);
          const ids = rows.map(({ id }) => id);
          const found = await productsAmong(db, ids, storeCurrency);
          return ids.flatMap((id) => found.get(id) ?? []);
        },
        rowOf: (product) => product,
        count: async () => db.$count(products, where),
      }),
    );
  },
});

function matches({ search, status }: DirectoryFilter): SQL | undefined {
  if (!isStorable(search ?? '')) return sql`false`;
  const pattern = `%${likePattern(search ?? '')}%`;
  return and(
    status === undefined ? undefined : eq(products.status, status),
    search === undefined || search === ''
      ? undefined
      : // A union, not a disjunction: only so do the indexes of both tables serve.
        sql`${products.id} in (
          select id from ${products} where ${or(ilike(products.name, pattern), ilike(products.slug, pattern))}
          union select ${variants.productId} from ${variants} where ${ilike(variants.sku, pattern)}
        )`,
  );
}
