import {
  msAfter,
  type Clock,
  type OutboxEvent,
  type OutboxFeed,
  type StorageUnavailable,
} from '@cartwright/application';
import { compareIds, type Instant } from '@cartwright/domain';
import { and, asc, isNull, lte, or, sql } from 'drizzle-orm';
import type { ResultAsync } from 'neverthrow';
import { byKey, type Database } from '../connection/database.js';
import { outbox } from '../schema.js';
import { uuidList } from '../connection/storable-text.js';
import { tryQuery } from '../connection/storage-failures.js';

/**
 * The committed events as the relay reads them. Leases and delays are measured by `clock`, which the machines that relay
 * are expected to agree on within a lease.
 *
 * @example makeDrizzleOutboxFeed({ db, clock })
 */
export function makeDrizzleOutboxFeed({
  db: shop,
  clock,
}: {
  readonly db: Database;
  readonly clock: Clock;
}): OutboxFeed {
  const db = byKey(shop);
  const inMs = (ms: number): Instant => msAfter(clock.now(), ms);
  const postpone = (ids: readonly string[], ms: number): ResultAsync<void, StorageUnavailable> =>
    tryQuery(async () => {
      await db
        .update(outbox)
        .set({ notBefore: inMs(ms) })
        .where(isAmong(ids));
    });

  return {
    claim: (limit, leaseMs) =>
      tryQuery(async () => {
        // Rows that another relay is claiming are passed over, so two relays never wait for each other nor share an event.
        const due = db.$with('due').as(
          db
            .select({ id: outbox.id })
            .from(outbox)
            .where(and(isNull(outbox.failedAt), or(isNull(outbox.notBefore), lte(outbox.notBefore, clock.now()))))
            .orderBy(asc(outbox.id))
            .limit(limit)
            .for('update', { skipLocked: true }),
        );
        const claimed: readonly OutboxEvent[] = await db
          .with(due)
          .update(outbox)
          .set({ notBefore: inMs(leaseMs) })
          .where(sql`${outbox.id} = any(array(${db.select({ id: due.id }).from(due)}))`)
          .returning({ id: outbox.id, event: outbox.event });
        return [...claimed].sort((left, right) => compareIds(left.id, right.id));
      }),
    renew: postpone,
    ack: (ids) =>
      tryQuery(async () => {
        await db.delete(outbox).where(isAmong(ids));
      }),
    nack: postpone,
    deadLetter: (id, reason) =>
      tryQuery(async () => {
        // An error's text may quote anything; a NUL in it must not lose the event.
        const lastError = reason.replaceAll('\0', '');
        await db
          .update(outbox)
          .set({ failedAt: clock.now(), lastError })
          .where(isAmong([id]));
      }),
    endLeases: () =>
      tryQuery(async () => {
        await db.update(outbox).set({ notBefore: null }).where(isNull(outbox.failedAt));
      }),
  };
}

const isAmong = (ids: readonly string[]) => sql`${outbox.id} = any(${uuidList(ids)}::uuid[])`;
