import type { Instant, Order, OrderId } from '@cartwright/domain';
import type { FeedEventType } from '../events/feed-event.js';
import type { Log } from '../ports/log.js';

/** An event as handlers of extensions get it: ids and amounts, no personal data. */
export type ExtensionEvent = {
  /** The same each time that the event is handled: the idempotency key of what a handler asks others to do. */
  readonly id: string;
  readonly type: FeedEventType;
  readonly at: Instant;
  readonly orderId: OrderId;
  /** What else the event states, such as `shipmentId`. */
  readonly data: Readonly<Record<string, unknown>>;
};

/** What a handler can use. */
export type HandlerTools = {
  readonly log: Log;
  /** The order as it is now, with what its buyer gave; undefined where it does not exist. */
  readonly loadOrder: () => Promise<Order | undefined>;
};

/**
 * Handles an event. It may run more than once, so a repeat must change nothing further. What it throws is retried,
 * unless the error has `isFinal: true`.
 */
export type EventHandler = (event: ExtensionEvent, tools: HandlerTools) => unknown;

/** The handlers of an extension by the types of their events. */
export type EventHandlers = Readonly<Partial<Record<FeedEventType, EventHandler>>>;

/** The handlers of all extensions, by the names of these. */
export type ExtensionHandlers = Readonly<Record<string, EventHandlers>>;
