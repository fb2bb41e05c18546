import type { ApplicationEvent, Change, ConcurrencyConflict, Ids, StorageUnavailable } from '@cartwright/application';
import { err, ok, ResultAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { cartSteps } from './cart-steps.js';
import { makeGroupCommit } from './group-commit.js';
import { invoiceSteps } from './invoice-steps.js';
import { messageSteps } from './message-steps.js';
import { orderSteps } from './order-steps.js';
import { paymentSteps } from './payment-steps.js';
import { codeSteps, promotionSteps } from './promotion-steps.js';
import { reportSteps } from './report-steps.js';
import { requestSteps } from './request-steps.js';
import { stockSteps } from './stock-steps.js';
import { isConflict, makeWriteChanges } from './write-changes.js';

/**
 * Locks are taken in this order, by transactions too: carts, generated codes, orders, promotions' counters, stock,
 * the sequence of invoices.
 */
const writeChanges = makeWriteChanges<Change>('commit', [
  ...requestSteps,
  ...cartSteps,
  ...codeSteps,
  ...orderSteps,
  ...promotionSteps,
  ...stockSteps,
  ...paymentSteps,
  ...messageSteps,
  ...reportSteps,
  ...invoiceSteps,
]);

/** Commits changes by themselves. Changes of the same kind share a commit. */
export function makeCommitChanges(
  dependencies: { readonly db: Database; readonly ids: Ids },
  onEventsCommitted?: (events: readonly ApplicationEvent[]) => void,
): (change: Change) => ResultAsync<void, ConcurrencyConflict | StorageUnavailable> {
  // One queue a kind: a statement is prepared for each set of steps, so batches are of one kind.
  const queues = new Map<string, ReturnType<typeof makeGroupCommit<Change>>>();
  return (change) => {
    const kind = kindOf(change);
    const commit = queues.get(kind) ?? makeGroupCommit(dependencies, writeChanges);
    queues.set(kind, commit);
    const { events = [] } = change;
    return new ResultAsync(commit(change)).andTee(() => {
      if (events.length > 0) onEventsCommitted?.(events);
    });
  };
}

/** Writes a change within a transaction. After a conflict the transaction can only be rolled back. */
export const commitIn = (
  tx: Database,
  ids: Ids,
  onEventsAdded: (events: readonly ApplicationEvent[]) => void,
  change: Change,
): ResultAsync<void, ConcurrencyConflict> =>
  new ResultAsync(
    writeChanges(tx, [change], ids).then(
      () => {
        onEventsAdded(change.events ?? []);
        return ok(undefined);
      },
      (error: unknown) => {
        if (isConflict(error)) return err({ type: 'concurrency.conflict' } as const);
        throw error;
      },
    ),
  );

/** The parts of a change that make its steps, such as `request complete, order place`. */
const kindOf = (change: Change): string =>
  Object.entries(change)
    .map(([part, write]) => (typeof write === 'object' && 'type' in write ? `${part} ${write.type}` : part))
    .join(', ');
