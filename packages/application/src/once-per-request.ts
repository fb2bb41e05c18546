import type { Instant } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import { idempotencyExpiry } from './idempotency-expiry.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotencyRecords,
  IdempotentRequest,
} from './ports/repositories/idempotency-records.js';

/** The outcome of a request; `replayed` when the request is a repeat. */
type Once<View> = { readonly view: View; readonly replayed: boolean };

/** Does the work of a request once: a repeat returns what the first one did. Both commit in one transaction. */
export const oncePerRequest = <View, E>(
  idempotency: Pick<IdempotencyRecords, 'claim' | 'complete'>,
  request: IdempotentRequest,
  at: Instant,
  work: () => ResultAsync<View, E>,
): ResultAsync<Once<View>, E | IdempotencyKeyReused | IdempotencyInProgress> =>
  idempotency.claim(request, at).andThen((claim): ResultAsync<Once<View>, E | IdempotencyInProgress> => {
    if (claim.type === 'finished') return okAsync({ view: JSON.parse(claim.outcome) as View, replayed: true });
    return work().andThen((view) =>
      idempotency
        .complete(request, { outcome: JSON.stringify(view), expiresAt: idempotencyExpiry(at) })
        .map(() => ({ view, replayed: false })),
    );
  });

/** What a request whose key is optional results in; `replayed` only when it is a repeat. */
export type MaybeReplayed<View> = View & { readonly replayed?: true };

/** The same for a request that may come without a key. Then its work is done each time. */
export const oncePerKey = <View extends object, E>(
  idempotency: Pick<IdempotencyRecords, 'claim' | 'complete'>,
  request: IdempotentRequest | undefined,
  at: Instant,
  work: () => ResultAsync<View, E>,
): ResultAsync<MaybeReplayed<View>, E | IdempotencyKeyReused | IdempotencyInProgress> => {
  if (request === undefined) return work();
  return oncePerRequest(idempotency, request, at, work).map(({ view, replayed }) => ({
    ...view,
    ...(replayed ? ({ replayed } as const) : {}),
  }));
};
