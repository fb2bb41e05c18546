import type { Order } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { allDocuments, type IssueDocumentsDeps } from '../invoicing/issue-documents.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import { returnsOf, type OrderView } from './order-view.js';
import { authorizeOrder, type OrderNotFound } from './authorize-order.js';

export type ViewOrderQuery = { readonly caller: Caller; readonly orderId: Order['id'] };
export type ViewOrderError = OrderNotFound | StorageUnavailable;
/** One order, for its owner or for staff who may read orders. A paid order is never shown without its invoice. */
export type ViewOrder = (query: ViewOrderQuery) => ResultAsync<OrderView, ViewOrderError>;

export const makeViewOrder =
  (deps: IssueDocumentsDeps & { readonly secrets: Secrets }): ViewOrder =>
  ({ caller, orderId }) =>
    deps.unitOfWork
      .read(({ orders, returns }) =>
        orders
          .findWithDocuments(orderId)
          .andThen((stored) => authorizeOrder(deps.secrets, caller, orderId, stored, 'orders.read'))
          .andThen((stored) => returnsOf(returns, stored).map((returnRequests) => ({ ...stored, returnRequests }))),
      )
      .andThen((view) => allDocuments(deps, view).map((documents) => ({ ...view, documents })));
