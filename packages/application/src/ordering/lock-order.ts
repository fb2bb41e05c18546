import type { OrderId } from '@cartwright/domain';
import { err, ok, type ResultAsync } from 'neverthrow';
import type { OrderRecords, StoredOrder } from '../ports/repositories/order-records.js';
import type { OrderNotFound } from './authorize-order.js';

/** Which order staff change, and what they last saw of it (`If-Match`), if they say so. */
export type OrderToChange = { readonly orderId: OrderId; readonly expectedVersion?: number };

/** Somebody changed the order since the caller last saw it. */
export type OrderVersionStale = {
  readonly type: 'order.version-stale';
  readonly expected: number;
  readonly actual: number;
};

/** Locks any order for staff, at the version that they last saw. */
export const lockOrder = (
  orders: Pick<OrderRecords, 'lock'>,
  { orderId, expectedVersion }: OrderToChange,
): ResultAsync<StoredOrder, OrderNotFound | OrderVersionStale> =>
  orders.lock(orderId).andThen((stored) => {
    if (stored === undefined) return err({ type: 'order.not-found', orderId } as const);
    const { version: actual } = stored;
    return expectedVersion === undefined || expectedVersion === actual
      ? ok(stored)
      : err({ type: 'order.version-stale', expected: expectedVersion, actual } as const);
  });
