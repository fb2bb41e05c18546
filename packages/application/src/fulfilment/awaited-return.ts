import type { Order } from '@cartwright/domain';
import type { AwaitedReturn } from '../ports/read-models/return-reader.js';
import type { ReturnRequest } from '../ports/repositories/return-records.js';

/** How an announced return reads in a list, with what its order says of it. */
export const awaitedReturnOf = (request: ReturnRequest, { number, email, descriptions }: Order): AwaitedReturn => ({
  id: request.id,
  orderId: request.orderId,
  orderNumber: number,
  email,
  lines: request.lines.map(({ variantId, quantity }) => ({
    variantId,
    quantity,
    name: descriptions[variantId]?.name ?? '',
    sku: descriptions[variantId]?.sku ?? '',
  })),
  reason: request.reason,
  requestedAt: request.requestedAt,
});
