import type { IdempotencyRecords, IdempotentRequest } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

/** A claim alone leaves no row: transactions run one at a time, so nobody else can take the key meanwhile. */
export const idempotencyRecords = ({ idempotency }: Tables): IdempotencyRecords => ({
  claim: (request, now) => {
    const id = rowId(request);
    const row = idempotency.get(id);
    if (row === undefined) return okAsync({ type: 'fresh' });
    if (row.expiresAt <= now) {
      idempotency.delete(id);
      return okAsync({ type: 'fresh' });
    }
    if (row.fingerprint !== request.fingerprint) return errAsync({ type: 'idempotency.key-reused' });
    if (row.outcome !== undefined) return okAsync({ type: 'finished', outcome: row.outcome });
    if (row.held === undefined) return okAsync({ type: 'fresh' });
    if (row.held.until > now) return errAsync({ type: 'idempotency.in-progress' });
    // The request that held it crashed: the key is free again, and the change of this transaction takes it.
    idempotency.delete(id);
    return okAsync({ type: 'fresh', resourceId: row.held.resourceId });
  },
  isKnown: (request) => okAsync(idempotency.has(rowId(request))),
  hold: (request, { resourceId, until, expiresAt }) => {
    idempotency.set(rowId(request), { fingerprint: request.fingerprint, expiresAt, held: { resourceId, until } });
    return okAsync(undefined);
  },
  complete: (request, { outcome, expiresAt }) => {
    // An attempt that took too long finds the outcome of another one, which was already returned and must stay.
    if (idempotency.get(rowId(request))?.outcome !== undefined) return errAsync({ type: 'idempotency.in-progress' });
    idempotency.set(rowId(request), { fingerprint: request.fingerprint, expiresAt, outcome });
    return okAsync(undefined);
  },
  abandon: (request) => {
    if (idempotency.get(rowId(request))?.outcome === undefined) idempotency.delete(rowId(request));
    return okAsync(undefined);
  },
});

export const rowId = ({ caller, key }: IdempotentRequest): string => JSON.stringify([caller, key]);
