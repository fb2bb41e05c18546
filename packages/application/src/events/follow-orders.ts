import type { OrderId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { authorizeOrder, type OrderNotFound } from '../ordering/authorize-order.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { EventFeed } from '../ports/events/event-feed.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Secrets } from '../ports/secrets.js';
import { makeReadEvents, type EventCursorError } from './read-events.js';

/** From where on events are followed: after a cursor, or from now on. */
export type FollowOrdersCommand = { readonly after?: string };
export type FollowOrderCommand = FollowOrdersCommand & { readonly caller: Caller; readonly orderId: OrderId };

/** The position after which the first event follows. */
export type StreamStart = { readonly position: number };

type FollowErrors = EventCursorError | StorageUnavailable;
export type FollowOrders = (command: FollowOrdersCommand) => ResultAsync<StreamStart, FollowErrors>;
export type FollowOrder = (command: FollowOrderCommand) => ResultAsync<StreamStart, OrderNotFound | FollowErrors>;

/** Begins a stream of the events of all orders. */
export const makeFollowOrders =
  ({ eventFeed }: { readonly eventFeed: EventFeed }): FollowOrders =>
  ({ after }) => {
    if (after === undefined) return eventFeed.latest().map((position) => ({ position }));
    // Refuses a cursor that is malformed or expired.
    return makeReadEvents({ eventFeed })({ after, limit: 1 }).map(() => ({ position: Number(after) }));
  };

/** Begins a stream of the events of one order, for its owner or for staff who may read orders. */
export const makeFollowOrder =
  ({
    eventFeed,
    unitOfWork,
    secrets,
  }: {
    readonly eventFeed: EventFeed;
    readonly unitOfWork: UnitOfWork;
    readonly secrets: Secrets;
  }): FollowOrder =>
  ({ caller, orderId, ...start }) =>
    unitOfWork
      .read(({ orders }) =>
        orders.find(orderId).andThen((stored) => authorizeOrder(secrets, caller, orderId, stored, 'orders.read')),
      )
      .andThen(() => makeFollowOrders({ eventFeed })(start));
