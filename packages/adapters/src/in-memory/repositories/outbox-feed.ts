import { msAfter, type Clock, type OutboxFeed } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { InMemoryStore, OutboxRow, Tables } from '../store.js';

/**
 * The committed events of an in-memory store, as the relay reads them.
 *
 * @example makeInMemoryOutboxFeed({ store, clock: makeFakeClock() })
 */
export function makeInMemoryOutboxFeed({
  store,
  clock,
}: {
  readonly store: InMemoryStore;
  readonly clock: Clock;
}): OutboxFeed {
  const inMs = (ms: number): Instant => msAfter(clock.now(), ms);
  const change = (ids: readonly string[], next: (row: OutboxRow) => OutboxRow | undefined) =>
    store.transact((tables) => okAsync(changeRows(tables, ids, next)));

  return {
    claim: (limit, leaseMs) =>
      store.transact((tables) => {
        const now = clock.now();
        const due = [...tables.outbox]
          .filter(([, { notBefore = now, failedFor }]) => notBefore <= now && failedFor === undefined)
          .slice(0, limit);
        for (const [id, row] of due) tables.outbox.set(id, { ...row, notBefore: inMs(leaseMs) });
        return okAsync(due.map(([id, { event }]) => ({ id, event })));
      }),
    renew: (ids, leaseMs) => change(ids, (row) => ({ ...row, notBefore: inMs(leaseMs) })),
    ack: (ids) => change(ids, () => undefined),
    ackJobs: (jobs) =>
      store.transact((tables) => {
        for (const { eventId, jobId, jobs: count } of jobs) {
          changeRows(tables, [eventId], (row) => {
            const ackedJobs = [...new Set([...(row.ackedJobs ?? []), jobId])];
            return ackedJobs.length < count ? { ...row, ackedJobs } : undefined;
          });
        }
        return okAsync(undefined);
      }),
    nack: (ids, delayMs) => change(ids, (row) => ({ ...row, notBefore: inMs(delayMs) })),
    deadLetter: (id, reason) => change([id], (row) => ({ ...row, failedFor: reason, failedAt: clock.now() })),
    lag: () =>
      store.read(({ outbox }) => {
        const oldest = [...outbox.values()].find(({ failedFor }) => failedFor === undefined);
        return okAsync(oldest === undefined ? 0 : Math.max(0, Date.parse(clock.now()) - Date.parse(oldest.event.at)));
      }),
    endLeases: () =>
      store.transact((tables) =>
        okAsync(changeRows(tables, [...tables.outbox.keys()], ({ notBefore: _ended, ...row }) => row)),
      ),
  };
}

function changeRows({ outbox }: Tables, ids: readonly string[], next: (row: OutboxRow) => OutboxRow | undefined): void {
  for (const id of ids) {
    const row = outbox.get(id);
    if (row === undefined) continue;
    const changed = next(row);
    if (changed === undefined) outbox.delete(id);
    else outbox.set(id, changed);
  }
}
