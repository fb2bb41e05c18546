import type { ChangeOvertaken, DecidedChange, Ids, StorageUnavailable, UnitOfWork } from '@cartwright/application';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { Database } from './database.js';
import { inBatches } from './in-batches.js';
import { keepCartChanges, keepOpenedCarts } from './keep-carts.js';
import { keepMessages, keepOrderChanges } from './keep-order-changes.js';
import { keepBegunPayments, keepStartedPayments } from './keep-payments.js';
import { isWorthAnotherTry, outageIn } from './storage-failures.js';

type Dependencies = { readonly db: Database; readonly ids: Ids; readonly onEventsCommitted?: () => void };

type Kept = Result<void, ChangeOvertaken | StorageUnavailable>;

/** Writes changes in one statement; answers the places in `batch` of those that it kept. */
export type Write<Change> = (db: Database, batch: readonly Change[], ids: Ids) => Promise<readonly number[]>;

const overtaken: Kept = err({ type: 'change.overtaken' });

/**
 * Changes of one kind and one time share a statement, and so a round trip and a commit. Each is kept or not by itself;
 * rows that somebody has locked are passed over, so that nobody waits for a lock because of whom they came with.
 */
export function keepChanges({ db, ids, onEventsCommitted }: Dependencies): UnitOfWork['keep'] {
  /** @param subjectOf - what only one change of a batch may be of: the second is overtaken by the first. */
  const together = <Change>(write: Write<Change>, subjectOf: (change: Change) => unknown): ((change: Change) => Promise<Kept>) =>
    inBatches({ atOnce: 2, most: 32 }, async (asked: readonly Change[]): Promise<readonly Kept[]> => {
      const first = new Map<unknown, Change>();
      for (const change of asked) if (!first.has(subjectOf(change))) first.set(subjectOf(change), change);
      const batch = [...first.values()];
      try {
        const kept = new Set((await write(db, batch, ids)).map((place) => batch[place]));
        return asked.map((change) => (kept.has(change) ? ok(undefined) : overtaken));
      } catch (error) {
        const outage = outageIn(error);
        if (outage !== undefined && !isWorthAnotherTry(error)) return asked.map(() => err(outage));
        // Whose defect it is will be seen when each runs its own transaction: the others came with it by chance.
        if (asked.length > 1 || isWorthAnotherTry(error)) return asked.map(() => overtaken);
        throw error;
      }
    });

  const kinds = {
    'cart-opened': together(keepOpenedCarts, ({ stored }) => stored.cart.id),
    'cart-changed': together(keepCartChanges, ({ stored }) => stored.cart.id),
    'payment-begun': together(keepBegunPayments, ({ attempt }) => attempt.id),
    'payment-started': together(keepStartedPayments, ({ paymentId }) => paymentId),
    'order-changed': together(keepOrderChanges, ({ stored }) => stored.order.id),
    'message-noted': together(keepMessages, (message) => message),
  } satisfies { readonly [Type in DecidedChange['type']]: (change: Extract<DecidedChange, { readonly type: Type }>) => Promise<Kept> };

  return (change) => {
    // The compiler cannot see that what is found by a change's type takes that change.
    const keep = kinds[change.type] as (change: DecidedChange) => Promise<Kept>;
    return new ResultAsync(keep(change)).andTee(() => {
      if (change.type === 'order-changed' && change.events.length > 0) onEventsCommitted?.();
    });
  };
}
