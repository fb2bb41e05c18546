import type {
  IdempotencyClaim,
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotencyRecords,
  IdempotentRequest,
} from '@cartwright/application';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { oneRow, type Database } from '../connection/database.js';
import { idempotencyKeys } from '../schema.js';
import { query } from '../connection/try-query.js';

type Claimed = Result<IdempotencyClaim, IdempotencyKeyReused | IdempotencyInProgress>;
const inProgress = { type: 'idempotency.in-progress' } as const;

/** Idempotency keys in the table `idempotency_keys`; while a transaction works on one, an advisory lock of it. */
export const makeDrizzleIdempotencyRecords = (tx: Database): IdempotencyRecords => ({
  claim: (request, now) =>
    new ResultAsync(
      (async (): Promise<Claimed> => {
        if (!(await takes(tx, request))) return err(inProgress);
        // In a statement of its own: its snapshot is younger than the lock, so it sees what the last holder committed.
        const [row] = await tx.select().from(idempotencyKeys).where(isOf(request));
        if (row === undefined) return ok({ type: 'fresh' });
        if (row.expiresAt <= now) {
          await tx.delete(idempotencyKeys).where(isOf(request));
          return ok({ type: 'fresh' });
        }
        if (row.fingerprint !== request.fingerprint) return err({ type: 'idempotency.key-reused' });
        if (row.outcome !== null) return ok({ type: 'finished', outcome: row.outcome });
        if (row.heldUntil !== null && row.heldUntil > now) return err(inProgress);
        // The request that held it crashed: the key is free again, and the change of this transaction takes it.
        await tx.delete(idempotencyKeys).where(isOf(request));
        return ok(row.resourceId === null ? { type: 'fresh' } : { type: 'fresh', resourceId: row.resourceId });
      })(),
    ),
  isKnown: (request) =>
    query(async () => {
      const [row] = await tx.select({ key: idempotencyKeys.key }).from(idempotencyKeys).where(isOf(request));
      return row !== undefined;
    }),
  hold: ({ caller, key, fingerprint }, { resourceId, until, expiresAt }) =>
    query(async () => {
      const held = { fingerprint, resourceId, heldUntil: until, expiresAt, outcome: null };
      await tx
        .insert(idempotencyKeys)
        .values({ caller, key, ...held })
        .onConflictDoUpdate({ target: [idempotencyKeys.caller, idempotencyKeys.key], set: held });
    }),
  complete: ({ caller, key, fingerprint }, { outcome, expiresAt }) =>
    new ResultAsync(
      // An attempt that took too long finds the outcome of another one, which was already returned and must stay.
      tx
        .insert(idempotencyKeys)
        .values({ caller, key, fingerprint, outcome, expiresAt })
        .onConflictDoUpdate({
          target: [idempotencyKeys.caller, idempotencyKeys.key],
          set: { fingerprint, outcome, expiresAt, resourceId: null, heldUntil: null },
          setWhere: isNull(idempotencyKeys.outcome),
        })
        .returning({ key: idempotencyKeys.key })
        .then((rows) => (rows.length > 0 ? ok(undefined) : err(inProgress))),
    ),
  abandon: (request) =>
    query(async () => {
      await tx.delete(idempotencyKeys).where(and(isOf(request), isNull(idempotencyKeys.outcome)));
    }),
});

/** A key and whose it is, as one text: hashed, it is the number of the key's advisory lock. */
const keyName = ({ caller, key }: Pick<IdempotentRequest, 'caller' | 'key'>): string => JSON.stringify([caller, key]);

const isOf = ({ caller, key }: IdempotentRequest) =>
  and(eq(idempotencyKeys.caller, caller), eq(idempotencyKeys.key, key));

/** Whether this transaction now has the key to itself, until it ends. A row cannot be locked before there is one. */
async function takes(tx: Database, request: IdempotentRequest): Promise<boolean> {
  const name = keyName(request);
  const [row] = await tx
    .select({ taken: sql<boolean>`pg_try_advisory_xact_lock(hashtextextended(${name}, 0))` })
    .from(oneRow);
  return row?.taken === true;
}
