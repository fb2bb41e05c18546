import { okAsync, type ResultAsync } from 'neverthrow';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { ReturnRecords, ReturnRequest } from '../ports/repositories/return-records.js';

/** An order as it is stored, and the returns that its customer has announced. */
export type OrderView = StoredOrder & { readonly returnRequests: readonly ReturnRequest[] };

/** Looks for announced returns, which no order has before a parcel of it was shipped. */
export const orderView = (
  returns: Pick<ReturnRecords, 'ofOrder'>,
  stored: StoredOrder,
): ResultAsync<OrderView, never> =>
  (stored.order.shipments.length === 0 ? okAsync([]) : returns.ofOrder(stored.order.id)).map((returnRequests) => ({
    ...stored,
    returnRequests,
  }));
