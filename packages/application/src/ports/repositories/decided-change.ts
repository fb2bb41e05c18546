import type { Instant } from '@cartwright/domain';
import type { StoredCart } from './cart-records.js';
import type { IdempotentRequest } from './idempotency-records.js';
import type { StoredOrder } from './order-records.js';
import type { ApplicationEvent } from './outbox.js';
import type { PaymentAttempt } from './payment-records.js';

/**
 * What was decided on reads that locked nothing, with what it rests on. It is kept in one go, when all of that still is as
 * it was read, or not at all; changes at one time may share a commit, and none waits for a row that somebody has locked.
 */
export type DecidedChange = CartOpened | CartChanged | PaymentBegun | PaymentStarted | OrderChanged | MessageNoted;

/** A new cart, of a customer who has no open one. */
export type CartOpened = { readonly type: 'cart-opened'; readonly stored: StoredCart };

/** The lines and codes of an open cart, whose version was one less than that of `stored`. */
export type CartChanged = { readonly type: 'cart-changed'; readonly stored: StoredCart };

/** An attempt to pay an order, which was read at `orderVersion`; the key of its request, which nobody has, is held. */
export type PaymentBegun = {
  readonly type: 'payment-begun';
  readonly attempt: PaymentAttempt;
  readonly orderVersion: number;
  readonly request: IdempotentRequest;
  readonly held: { readonly until: Instant; readonly expiresAt: Instant };
};

/** The provider's id of an attempt, and the outcome of the request that holds its key for this attempt. */
export type PaymentStarted = {
  readonly type: 'payment-started';
  readonly paymentId: string;
  readonly reference: string;
  readonly request: IdempotentRequest;
  readonly finished: { readonly outcome: string; readonly expiresAt: Instant };
};

/** What a message, which nobody has dealt with, has made of an order, and of the attempt to pay it that it speaks of. */
export type OrderChanged = {
  readonly type: 'order-changed';
  readonly message: Message;
  /** Its `version` is the one that was read. */
  readonly stored: StoredOrder;
  readonly events: readonly ApplicationEvent[];
  /** Ids of the provider's that are new; the others stay. */
  readonly payment?: { readonly id: string; readonly reference?: string; readonly captureReference?: string };
};

/** That a handler has dealt with a message. A repeat of it is kept as well, and changes nothing. */
export type MessageNoted = { readonly type: 'message-noted' } & Message;

type Message = { readonly messageId: string; readonly handler: string; readonly at: Instant };

/** Something was not as it had been read, or somebody holds a lock on it. Nothing was changed; a transaction finds out. */
export type ChangeOvertaken = { readonly type: 'change.overtaken' };
