import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** A request as its `Idempotency-Key` names it. Keys of two callers never meet. */
export type IdempotentRequest = {
  readonly caller: string;
  readonly key: string;
  /** Digest of method, path and body: another one under the same key is refused. */
  readonly fingerprint: string;
};

/** The key belongs to another request. */
export type IdempotencyKeyReused = { readonly type: 'idempotency.key-reused' };
/** The first request with this key is not answered yet. */
export type IdempotencyInProgress = { readonly type: 'idempotency.in-progress' };

/** What a claim finds. */
export type IdempotencyClaim =
  /** Nobody has finished this request. `resourceId` is what an attempt that crashed had held. */
  | { readonly type: 'fresh'; readonly resourceId?: string }
  /** It is finished; `outcome` is the JSON text that `complete` was given. */
  | { readonly type: 'finished'; readonly outcome: string };

/** What becomes of requests that may be sent twice. */
export type IdempotencyRecords = {
  /**
   * Takes the key until this transaction ends; a key that another transaction has, or that is held (see `hold`) at
   * `now`, is in progress. A record that expired by `now` counts as none.
   */
  readonly claim: (
    request: IdempotentRequest,
    now: Instant,
  ) => ResultAsync<IdempotencyClaim, IdempotencyKeyReused | IdempotencyInProgress>;
  /** Whether there is a record of the key, of whatever request and in whatever state. */
  readonly isKnown: (request: IdempotentRequest) => ResultAsync<boolean, never>;
  /** Keeps a claimed key beyond this transaction, until `until`, for work that spans a network call. */
  readonly hold: (
    request: IdempotentRequest,
    held: { readonly resourceId: string; readonly until: Instant; readonly expiresAt: Instant },
  ) => ResultAsync<void, never>;
  /** Stores the outcome of a claimed key until `expiresAt`. It commits with the work that it reports. */
  readonly complete: (
    request: IdempotentRequest,
    finished: { readonly outcome: string; readonly expiresAt: Instant },
  ) => ResultAsync<void, IdempotencyInProgress>;
  /** Lets go of a key that was held for work which was then refused. */
  readonly abandon: (request: IdempotentRequest) => ResultAsync<void, never>;
};
