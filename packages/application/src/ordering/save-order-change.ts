import type { Instant, OrderChange } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import { commitLocked } from '../commit-change.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { Repositories } from '../ports/repositories/unit-of-work.js';
import { orderWrites } from './order-writes.js';

/**
 * Writes what a command did to an order that this transaction has locked. A command that changed nothing writes
 * nothing. `actor` is the member of staff who gave the command.
 */
export function saveOrderChange(
  repositories: Pick<Repositories, 'commit'>,
  stored: StoredOrder,
  change: OrderChange,
  at: Instant,
  actor?: string,
): ResultAsync<StoredOrder, never> {
  if (change.order === stored.order) return okAsync(stored);
  return commitLocked(repositories, orderWrites(stored, change, at, actor)).map(() => ({
    order: change.order,
    version: stored.version + 1,
  }));
}
