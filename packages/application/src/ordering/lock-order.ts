import type { OrderId } from '@cartwright/domain';
import { err, type ResultAsync } from 'neverthrow';
import type { OrderRecords, StoredOrder } from '../ports/repositories/order-records.js';
import type { OrderNotFound } from './authorize-order.js';
import { expectVersion, type VersionStale } from '../expect-version.js';

/** Which order staff change, and what they last saw of it (`If-Match`), if they say so. */
export type OrderToChange = { readonly orderId: OrderId; readonly expectedVersion?: number };

/** Somebody changed the order since the caller last saw it. */
export type OrderVersionStale = VersionStale<'order.version-stale'>;

/** Locks any order for staff, at the version that they last saw. */
export const lockOrder = (
  orders: Pick<OrderRecords, 'lock'>,
  { orderId, expectedVersion }: OrderToChange,
): ResultAsync<StoredOrder, OrderNotFound | OrderVersionStale> =>
  orders.lock(orderId).andThen((stored) => {
    if (stored === undefined) return err({ type: 'order.not-found', orderId } as const);
    return expectVersion(stored, expectedVersion, 'order.version-stale');
  });
