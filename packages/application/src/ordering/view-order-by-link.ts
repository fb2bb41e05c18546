import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { OrderNotFound } from './authorize-order.js';
import type { OrderLinks } from './order-link.js';

export type ViewOrderByLinkQuery = { readonly orderId: string; readonly token: string };
export type ViewOrderByLinkError = OrderNotFound | StorageUnavailable;
/** The order that a link of a mail leads to. A wrong token and an unknown order are the same refusal. */
export type ViewOrderByLink = (query: ViewOrderByLinkQuery) => ResultAsync<Order, ViewOrderByLinkError>;

type ViewOrderByLinkDeps = { readonly unitOfWork: Pick<UnitOfWork, 'read'>; readonly orderLinks: OrderLinks };

export const makeViewOrderByLink =
  ({ unitOfWork, orderLinks }: ViewOrderByLinkDeps): ViewOrderByLink =>
  ({ orderId, token }) => {
    const notFound: OrderNotFound = { type: 'order.not-found', orderId };
    if (!orderLinks.opens(orderId, token)) return errAsync(notFound);
    return unitOfWork.read(({ orders }) =>
      orders.find(orderId).andThen((stored) => (stored === undefined ? errAsync(notFound) : okAsync(stored.order))),
    );
  };
