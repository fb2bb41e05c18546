import type { Instant, OrderId, OrderUnits, ReturnId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** A return that its customer has announced. What came of it once it arrived is the order's return of the same id. */
export type ReturnRequest = {
  readonly id: ReturnId;
  readonly orderId: OrderId;
  readonly lines: readonly OrderUnits[];
  readonly reason: string;
  readonly requestedAt: Instant;
  /** When its units arrived; absent while they are awaited. */
  readonly receivedAt?: Instant;
};

/** Announced returns; what adds or changes one has locked its order first. */
export type ReturnRecords = {
  readonly add: (request: ReturnRequest) => ResultAsync<void, never>;
  readonly find: (id: ReturnId) => ResultAsync<ReturnRequest | undefined, never>;
  /** Oldest first. */
  readonly ofOrder: (orderId: OrderId) => ResultAsync<readonly ReturnRequest[], never>;
  readonly setReceived: (id: ReturnId, at: Instant) => ResultAsync<void, never>;
};
