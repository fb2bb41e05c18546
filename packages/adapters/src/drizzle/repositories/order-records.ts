import {
  estimateArrival,
  type OrderWithDocuments,
  waitingRefundsOf,
  type OrderRecords,
  type StockHold,
  type StoredOrder,
} from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { and, asc, eq, gt, lte, notExists, sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { mailboxes } from '../../system/mailboxes.js';
import { issuedDocuments, orders, payments } from '../schema.js';
import { documentColumns, documentOf, documentOrder } from './issued-document-records.js';
import { isStorable, isUuid, uuidList } from '../connection/storable-text.js';
import { query } from '../connection/try-query.js';

/** Orders in the table `orders`: the whole order as a document, and columns for what is searched and sorted by. */
export const makeDrizzleOrderRecords = (tx: Database): OrderRecords => ({
  find: (id) =>
    query(async (): Promise<StoredOrder | undefined> => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select(stored).from(orders).where(eq(orders.id, id));
      return row;
    }),
  findWithDocuments: (id) =>
    query(async () => (isUuid(id) ? (await ordersWithDocuments(tx, [id])).get(id.toLowerCase()) : undefined)),
  lock: (id) =>
    query(async (): Promise<StoredOrder | undefined> => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select(stored).from(orders).where(eq(orders.id, id)).for('update');
      return row;
    }),
  withNumber: (number) =>
    query(async () => {
      if (!isStorable(number)) return undefined;
      const [row] = await tx
        .select({ id: orders.id, email: orders.email })
        .from(orders)
        .where(sql`${orders.number} collate "C" = ${number}`);
      return row;
    }),
  pendingPlacedBy: (placedBy, limit, after, at) =>
    query(async () => {
      const { id, placedAt } = orders;
      const isLater =
        after === undefined
          ? undefined
          : sql`(${placedAt}, ${id}) > (${sql.param(after.placedAt, placedAt)}, ${sql.param(after.id, id)})`;
      // Spelled out: of a status that is a parameter the index of pending orders cannot know that it is the one.
      const isPending = sql`${orders.status} = 'pending'`;
      const isDue =
        at === undefined
          ? undefined
          : notExists(
              tx
                .select({ one: sql`1` })
                .from(payments)
                .where(and(eq(payments.orderId, id), gt(payments.dueAt, at))),
            );
      return tx
        .select({ id, placedAt })
        .from(orders)
        .where(and(isPending, lte(placedAt, placedBy), isLater, isDue))
        .orderBy(asc(placedAt), asc(id))
        .limit(limit);
    }),
  withRefundWaitingSince: (until, limit, after) =>
    query(async () => {
      const { id, refundPendingSince: since, document } = orders;
      const isLater =
        after === undefined
          ? undefined
          : sql`(${since}, ${id}) > (${sql.param(after.since, since)}, ${sql.param(after.id, id)})`;
      const rows = await tx
        .select({ order: document })
        .from(orders)
        .where(and(lte(since, until), isLater))
        .orderBy(asc(since), asc(id))
        .limit(limit);
      return rows.flatMap(({ order }) => waitingRefundsOf(order, until) ?? []);
    }),
});

/** Selects a `StoredOrder`. */
export const stored = { order: orders.document, version: orders.version };

/** An order as a row of `orders`. Each statement that writes orders takes its columns from here. */
export const orderRow = (order: Order, version: number) => ({
  id: order.id,
  version,
  number: order.number,
  customerId: order.customerId ?? null,
  // Lists and look-ups find a mailbox by one form; the document has the e-mail as it was given.
  email: mailboxes.of(order.email),
  status: order.status,
  paymentStatus: order.paymentStatus,
  total: order.pricing.total.amount,
  currency: order.pricing.currency,
  placedAt: order.placedAt,
  estimatedArrival: estimateArrival(order)?.latest ?? null,
  digitalDeliveredAt: order.digitalDeliveredAt ?? null,
  refundPendingSince: waitingRefundsOf(order)?.since ?? null,
  document: order,
});

/** The row of an order that is placed. Later changes do not write who placed it, and clear it. */
export const placedOrderRow = (order: Order, hold?: StockHold) => ({
  ...orderRow(order, 1),
  ...(hold === undefined || order.status !== 'pending'
    ? { placedBy: null, reservedUnits: null }
    : { placedBy: hold.placedBy, reservedUnits: hold.units }),
});

const ordersById = preparedOnce((db) =>
  db
    .select({ id: orders.id, ...stored })
    .from(orders)
    .where(sql`${orders.id} = any(${sql.placeholder('ids')}::uuid[])`)
    .prepare('orders_by_id'),
);

/** Those of the orders that exist, by id. */
export async function ordersAmong(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, StoredOrder>> {
  const rows = await ordersById(db).execute({ ids: uuidList(ids) });
  return new Map(rows.map(({ id, ...order }) => [id, order]));
}

const ordersAndDocumentsById = preparedOnce((db) =>
  db
    .select({ id: orders.id, ...stored, document: documentColumns })
    .from(orders)
    .leftJoin(issuedDocuments, eq(issuedDocuments.orderId, orders.id))
    .where(sql`${orders.id} = any(${sql.placeholder('ids')}::uuid[])`)
    .orderBy(...documentOrder)
    .prepare('orders_and_documents_by_id'),
);

/** The same with their invoices and credit notes. */
export async function ordersWithDocuments(
  db: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OrderWithDocuments>> {
  const rows = await ordersAndDocumentsById(db).execute({ ids: uuidList(ids) });
  const found = new Map<string, OrderWithDocuments>();
  for (const { id, document, ...order } of rows) {
    const { documents } = found.get(id) ?? { documents: [] };
    found.set(id, { ...order, documents: document === null ? documents : [...documents, documentOf(document)] });
  }
  return found;
}
