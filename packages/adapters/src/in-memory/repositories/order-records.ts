import { waitingRefundsOf, type OrderRecords, type OrderWithRefund, type PendingOrder } from '@cartwright/application';
import { compareIds, type Instant } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';
import { documentsOf } from './invoicing/issued-document-records.js';

export const orderRecords = (tables: Tables): OrderRecords => {
  const { orders, payments } = tables;
  const find: OrderRecords['find'] = (id) => okAsync(orders.get(id));
  const awaits = (id: string, at: Instant | undefined): boolean =>
    at !== undefined && [...payments.values()].some(({ orderId, dueAt = '' }) => orderId === id && dueAt > at);
  return {
    find,
    findWithDocuments: (id) => {
      const stored = orders.get(id);
      return okAsync(stored && { ...stored, documents: documentsOf(tables, id) });
    },
    lock: find,
    withNumber: (number) => {
      const found = [...orders.values()].find(({ order }) => order.number === number)?.order;
      return okAsync(found && { id: found.id, email: found.email });
    },
    pendingPlacedBy: (placedBy, limit, after, at) =>
      okAsync(
        [...orders.values()]
          .filter(({ order }) => order.status === 'pending' && order.placedAt <= placedBy && !awaits(order.id, at))
          .map(({ order: { id, placedAt } }): PendingOrder => ({ id, placedAt }))
          .filter((order) => after === undefined || compareAge(order, after) > 0)
          .sort(compareAge)
          .slice(0, limit),
      ),
    withRefundWaitingSince: (until, limit, after) =>
      okAsync(
        [...orders.values()]
          .flatMap(({ order }) => waitingRefundsOf(order, until) ?? [])
          .filter((order) => after === undefined || compareWait(order, after) > 0)
          .sort(compareWait)
          .slice(0, limit),
      ),
  };
};

/** The oldest first. */
export const compareAge = (left: PendingOrder, right: PendingOrder): number =>
  compareIds(left.placedAt, right.placedAt) || compareIds(left.id, right.id);

const compareWait = (left: OrderWithRefund, right: OrderWithRefund): number =>
  compareIds(left.since, right.since) || compareIds(left.id, right.id);
