import { downloadIdOf, type DownloadReader, type DownloadRow, type Sorting } from '@cartwright/application';
import { and, count, eq, isNotNull, ne, sql } from 'drizzle-orm';
import { errAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { pageOf, keysetPageOf } from './keyset-page.js';
import { digitalFiles, orders } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { tryQuery } from '../connection/try-query.js';

const newestFirst: Sorting<'purchasedAt'> = [{ key: 'purchasedAt', direction: 'desc' }];
const sortColumns = { purchasedAt: { column: orders.digitalDeliveredAt, type: 'instant' } } as const;

const lines = sql`lateral json_array_elements(${orders.document} -> 'pricing' -> 'lines') as line(item)`;
const isDigital = sql`(line.item ->> 'digital')::boolean`;
const variantId = sql<string>`line.item ->> 'variantId'`;
/** What `isWithdrawn` says of a line by itself, the other way round. */
const isPaidFor = sql`(
  select coalesce(sum((unit ->> 'quantity')::integer), 0)
  from json_array_elements(coalesce(${orders.document} -> 'unitWaivers', '[]')) as waiver(item),
    json_array_elements(waiver.item -> 'lines') as waived(unit)
  where unit ->> 'variantId' = line.item ->> 'variantId'
) < (line.item ->> 'quantity')::integer`;
/** As `downloadIdOf` writes it. */
const downloadId = sql`(${orders.id}::text || '.' || (${variantId})) collate "C"`;

/**
 * Customers' digital purchases, read off their orders by an index of those that have any.
 *
 * @example makeDrizzleDownloadReader({ db })
 */
export const makeDrizzleDownloadReader = ({ db }: { readonly db: Database }): DownloadReader => ({
  downloadsOf: (customerId, request) => {
    const slice = keysetPageOf(sortColumns, downloadId, newestFirst, request);
    if (slice.isErr()) return errAsync(slice.error);
    const { after, orderBy, limit, offset } = slice.value;
    const isAsked = and(
      isUuid(customerId) ? eq(orders.customerId, customerId) : sql`false`,
      isNotNull(orders.digitalDeliveredAt),
      // What `isWithdrawn` says of an order as a whole.
      ne(orders.status, 'cancelled'),
      ne(orders.paymentStatus, 'refunded'),
      isPaidFor,
    );
    return tryQuery(async () => {
      const rows = await db
        .select({
          orderId: orders.id,
          orderNumber: orders.number,
          variantId,
          name: sql<string>`coalesce(${orders.document} #>> array['descriptions', ${variantId}, 'name'], '')`,
          purchasedAt: orders.digitalDeliveredAt,
          fileName: digitalFiles.name,
          fileSize: digitalFiles.size,
        })
        .from(orders)
        .innerJoin(lines, isDigital)
        .leftJoin(digitalFiles, sql`${digitalFiles.variantId} = (${variantId})::uuid`)
        .where(and(isAsked, after))
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset);
      const total = async (): Promise<number> => {
        const [row] = await db.select({ downloads: count() }).from(orders).innerJoin(lines, isDigital).where(isAsked);
        return row?.downloads ?? 0;
      };
      return pageOf(rows.map(rowOf), newestFirst, ({ purchasedAt }) => purchasedAt, request, total);
    });
  },
});

type Selected = Omit<DownloadRow, 'id' | 'file' | 'purchasedAt'> & {
  readonly purchasedAt: string | null;
  readonly fileName: string | null;
  readonly fileSize: number | null;
};

const rowOf = ({ fileName, fileSize, purchasedAt, ...purchase }: Selected): DownloadRow => ({
  ...purchase,
  id: downloadIdOf(purchase),
  purchasedAt: purchasedAt ?? '',
  ...(fileName === null || fileSize === null ? {} : { file: { name: fileName, size: fileSize } }),
});
