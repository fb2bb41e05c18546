import type { OrderId } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { authorizeOrder, type OrderNotFound } from '../ordering/authorize-order.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { EventFeed } from '../ports/events/event-feed.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Secrets } from '../ports/secrets.js';
import { positionOf } from './feed-event.js';
import type { EventCursorError } from './read-events.js';

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
    const position = positionOf(after);
    if (position === undefined) return errAsync({ type: 'events.cursor-malformed' });
    return eventFeed
      .after(position, 1)
      .andThen(({ deletedTo }) =>
        position < deletedTo ? err({ type: 'events.cursor-expired' } as const) : ok({ position }),
      );
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
      .andThen(() => okAsync(start))
      .andThen(makeFollowOrders({ eventFeed }));
