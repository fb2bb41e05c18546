import type { Instant, OrderEvent, OrderId } from '@cartwright/domain';
import type { ApplicationEvent } from '../ports/repositories/outbox.js';

/** The events that other systems can read, each with what it reports. Stable names: subscriptions store them. */
export const feedEventTypes = {
  'order.placed': 'An order was placed, and its stock is reserved.',
  'order.payment-processing': 'A payment that takes days is under way.',
  'order.payment-failed': 'A payment has failed.',
  'order.payment-recorded': 'A payment came that did not make the order paid.',
  'order.paid': 'The order is paid.',
  'order.amended': 'Staff changed the e-mail, the address, the note or the metadata.',
  'order.cancelled': 'The order is cancelled.',
  'order.units-cancelled': 'Units that were not sent are cancelled.',
  'order.units-waived': 'The shop pays units back without their return.',
  'order.parcel-shipped': 'A parcel has left.',
  'order.shipped': 'All units have left.',
  'order.parcel-delivered': 'A parcel was delivered.',
  'order.delivered': 'Everything was delivered.',
  'order.withdrawn': 'The buyer withdrew from the contract.',
  'order.return-requested': 'The buyer announced a return.',
  'order.units-returned': 'Units have come back.',
  'order.returned': 'All units that left are back.',
  'order.refund-due': 'Money is to be paid back.',
  'order.refund-requested': 'A refund was requested.',
  'order.refunded': 'A refund was made.',
  'order.refund-failed': 'A refund has failed.',
  'order.disputed': 'The buyer disputes a payment at their bank.',
  'order.dispute-won': 'The shop won a dispute.',
  'order.dispute-lost': 'The shop lost a dispute.',
  'order.erased': 'What the order says of its buyer was erased.',
} as const satisfies Record<OrderEvent['type'] | 'order.return-requested' | 'order.erased', string>;

export type FeedEventType = keyof typeof feedEventTypes;

/** An event as other systems read it: ids, amounts and the version of the order, no personal data. */
export type FeedEvent = {
  /** The same each time that the event is read or delivered. */
  readonly id: string;
  /** Where the event is in the feed. A later event has a greater position. */
  readonly position: number;
  readonly type: FeedEventType;
  readonly at: Instant;
  readonly orderId: OrderId;
  /** The version of the order once the event had happened. */
  readonly version: number;
  /** What else the event states, such as `total`. */
  readonly data: Readonly<Record<string, unknown>>;
};

/** An event that is published in the feed. */
export type PublishedEvent = Extract<ApplicationEvent, { readonly orderId: OrderId; readonly type: FeedEventType }>;

/**
 * Whether an event is published in the feed. The others stay within the shop.
 *
 * @example isFeedEvent({ type: 'account.email-verified', userId, at }) // false
 */
export const isFeedEvent = (event: ApplicationEvent): event is PublishedEvent =>
  Object.hasOwn(feedEventTypes, event.type);

/** The facts of an event besides its type, its order and its time. */
export const feedDataOf = ({ type: _type, orderId: _order, at: _at, ...data }: PublishedEvent): FeedEvent['data'] =>
  data;

/**
 * The position that a cursor of the feed names; `undefined` where it is none of ours.
 *
 * @example positionOf('42') // 42
 */
export const positionOf = (cursor: string): number | undefined =>
  /^(0|[1-9]\d{0,14})$/u.test(cursor) ? Number(cursor) : undefined;
