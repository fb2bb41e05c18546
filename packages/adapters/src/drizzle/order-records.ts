import type { OrderRecords, StoredOrder } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { and, count, eq, ne, sql } from 'drizzle-orm';
import type { Database } from './database.js';
import { orders } from './schema.js';
import { isUuid } from './storable-text.js';
import { queried } from './storage-failures.js';

/** Orders in the table `orders`: the whole order as a document, and columns for what is searched and sorted by. */
export const makeDrizzleOrderRecords = (tx: Database): OrderRecords => ({
  add: (order) =>
    queried(async () => {
      await tx.insert(orders).values({ ...rowOf(order), id: order.id, version: 1 });
    }),
  find: (id) =>
    queried(async (): Promise<StoredOrder | undefined> => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select(stored).from(orders).where(eq(orders.id, id));
      return row;
    }),
  lock: (id) =>
    queried(async (): Promise<StoredOrder | undefined> => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select(stored).from(orders).where(eq(orders.id, id)).for('update');
      return row;
    }),
  save: (order) =>
    queried(async () => {
      const saved = await tx
        .update(orders)
        .set({ ...rowOf(order), version: sql`${orders.version} + 1` })
        .where(eq(orders.id, order.id))
        .returning({ id: orders.id });
      if (saved.length === 0) throw new Error('an order that is saved has been locked before');
    }),
  countOf: (customerId) =>
    queried(async () => {
      if (!isUuid(customerId)) return 0;
      const [row] = await tx
        .select({ orders: count() })
        .from(orders)
        .where(and(eq(orders.customerId, customerId), ne(orders.status, 'cancelled')));
      return row?.orders ?? 0;
    }),
});

const stored = { order: orders.document, version: orders.version };

const rowOf = (order: Order) => ({
  number: order.number,
  customerId: order.customerId ?? null,
  email: order.email,
  status: order.status,
  paymentStatus: order.paymentStatus,
  total: order.pricing.total.amount,
  currency: order.pricing.currency,
  placedAt: order.placedAt,
  document: order,
});
