import type { CustomerId, Order } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import { permissionsOfCaller, type Caller } from '../caller.js';
import type { Permission } from '../identity/permissions.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { Secrets } from '../ports/secrets.js';

/** There is no such order, or it is somebody else's. */
export type OrderNotFound = { readonly type: 'order.not-found'; readonly orderId: string };

/**
 * An order is its customer's, a guest's who holds its token, or open to staff with `permission`. Somebody else's looks
 * like none.
 */
export function authorizeOrder<Stored extends StoredOrder>(
  secrets: Secrets,
  caller: Caller,
  orderId: string,
  stored: Stored | undefined,
  permission?: Permission,
): Result<Stored, OrderNotFound> {
  if (stored === undefined) return err({ type: 'order.not-found', orderId });
  const isStaff = permission !== undefined && permissionsOfCaller(caller).includes(permission);
  return isStaff || owns(secrets, caller, stored.order) ? ok(stored) : err({ type: 'order.not-found', orderId });
}

const owns = (
  secrets: Secrets,
  caller: Caller,
  { id, customerId }: { readonly id: string; readonly customerId?: CustomerId | undefined },
) =>
  (caller.type === 'user' && customerId === caller.userId) ||
  (customerId === undefined && caller.orderToken !== undefined && secrets.isDerived('order', id, caller.orderToken));

/** What a guest sends to reach their order. `keyId` repeats the token that was derived with an earlier key. */
export const orderToken = (secrets: Secrets, orderId: Order['id'], keyId?: string): string =>
  secrets.derive('order', orderId, keyId);
