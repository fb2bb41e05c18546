import type { Order } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { orderView, type OrderView } from './order-view.js';
import { authorizeOrder, type OrderNotFound } from './authorize-order.js';

export type ViewOrderQuery = { readonly caller: Caller; readonly orderId: Order['id'] };
export type ViewOrderError = OrderNotFound | StorageUnavailable;
/** One order, for its owner or for staff who may read orders. */
export type ViewOrder = (query: ViewOrderQuery) => ResultAsync<OrderView, ViewOrderError>;

export const makeViewOrder =
  ({ unitOfWork, secrets }: { readonly unitOfWork: UnitOfWork; readonly secrets: Secrets }): ViewOrder =>
  ({ caller, orderId }) =>
    unitOfWork.read(({ orders, returns }) =>
      orders
        .find(orderId)
        .andThen((stored) => authorizeOrder(secrets, caller, orderId, stored, 'orders.read'))
        .andThen((stored) => orderView(returns, stored)),
    );
