import type { Instant } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import { idempotencyExpiry } from './idempotency-expiry.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotencyRecords,
  IdempotentRequest,
} from './ports/repositories/idempotency-records.js';

/** The outcome of a request that may be sent twice; `replayed` when the request is a repeat. */
export type Replayable<View> = { readonly view: View; readonly replayed: boolean };

/**
 * Does the work of a request once: a repeat returns what the first one did. Both commit in one transaction. Without a
 * key the work is done each time.
 */
export const oncePerRequest = <View, E>(
  idempotency: Pick<IdempotencyRecords, 'claim' | 'complete'>,
  request: IdempotentRequest | undefined,
  at: Instant,
  work: () => ResultAsync<View, E>,
): ResultAsync<Replayable<View>, E | IdempotencyKeyReused | IdempotencyInProgress> => {
  if (request === undefined) return work().map((view) => ({ view, replayed: false }));
  return idempotency.claim(request, at).andThen((claim): ResultAsync<Replayable<View>, E | IdempotencyInProgress> => {
    if (claim.type === 'finished') return okAsync({ view: JSON.parse(claim.outcome) as View, replayed: true });
    return work().andThen((view) =>
      idempotency
        .complete(request, { outcome: JSON.stringify(view), expiresAt: idempotencyExpiry(at) })
        .map(() => ({ view, replayed: false })),
    );
  });
};
