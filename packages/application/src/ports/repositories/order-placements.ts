import type { Order } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { IdempotentRequest } from './idempotency-records.js';
import type { ApplicationEvent } from './outbox.js';
import type { StockDemand } from './stock-records.js';

/** All that placing one order changes. */
export type OrderPlacement = {
  readonly order: Order;
  readonly events: readonly ApplicationEvent[];
  readonly demand: readonly StockDemand[];
  /** The open cart that becomes `ordered`, at the version that was priced. */
  readonly cart?: { readonly id: string; readonly version: number };
  readonly request: IdempotentRequest;
  /** What a repeat of the request is answered with, kept until `expiresAt`. */
  readonly outcome: string;
  readonly expiresAt: string;
};

/** Too little stock, a cart that has changed, a key that is taken: something was not as it had been read. */
export type PlacementOvertaken = { readonly type: 'placement.overtaken' };

/**
 * Writes an order that was decided on what was read before, in one go and without any look in between. Whoever is
 * overtaken decides again in a transaction, which finds out by what.
 */
export type OrderPlacements = {
  /** All of it commits, or nothing does. Placements at one time may share a commit; one that is overtaken hinders no other. */
  readonly commit: (placement: OrderPlacement) => ResultAsync<void, PlacementOvertaken | StorageUnavailable>;
};
