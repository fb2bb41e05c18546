import { downloadIdOf, type DownloadReader, type DownloadRow } from '@cartwright/application';
import { and, count, eq, isNotNull, ne, sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { byInstant, readKeysetPage, selectPage } from './keyset-page.js';
import { digitalFiles, orders } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { withOutages } from '../connection/try-query.js';

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
const newestFirst = byInstant('purchasedAt', 'desc', orders.digitalDeliveredAt, downloadId);

/**
 * Customers' digital purchases, read off their orders by an index of those that have any.
 *
 * @example makeDrizzleDownloadReader({ db })
 */
export const makeDrizzleDownloadReader = ({ db }: { readonly db: Database }): DownloadReader => ({
  downloadsOf: (customerId, request) => {
    const where = and(
      isUuid(customerId) ? eq(orders.customerId, customerId) : sql`false`,
      isNotNull(orders.digitalDeliveredAt),
      // What `isWithdrawn` says of an order as a whole.
      ne(orders.status, 'cancelled'),
      ne(orders.paymentStatus, 'refunded'),
      isPaidFor,
    );
    const all = db
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
      .leftJoin(digitalFiles, sql`${digitalFiles.variantId} = (${variantId})::uuid`);
    return withOutages(async () =>
      readKeysetPage(newestFirst, request, {
        where,
        select: (page) => selectPage(all, page),
        rowOf,
        count: async () => {
          const [row] = await db.select({ downloads: count() }).from(orders).innerJoin(lines, isDigital).where(where);
          return row?.downloads ?? 0;
        },
      }),
    );
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
