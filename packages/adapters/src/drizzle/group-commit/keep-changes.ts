import type { DecidedChange, Ids, UnitOfWork } from '@cartwright/application';
import { ResultAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { keepCartChanges, keepOpenedCarts } from './keep-carts.js';
import { keepMessages, keepOrderChanges } from './keep-order-changes.js';
import { keepBegunPayments, keepStartedPayments } from './keep-payments.js';
import { keepTogether, type Kept } from './keep-together.js';

type Dependencies = { readonly db: Database; readonly ids: Ids; readonly onEventsCommitted?: () => void };

type Keep<Type> = (change: Extract<DecidedChange, { readonly type: Type }>) => Promise<Kept>;

/**
 * Changes of one kind and one time share a statement. Rows that somebody has locked are passed over, so that nobody waits
 * for a lock because of whom they came with.
 */
export function keepChanges({ db, ids, onEventsCommitted }: Dependencies): UnitOfWork['keep'] {
  const to = { db, ids };
  const kinds = {
    'cart-opened': keepTogether(to, keepOpenedCarts, ({ stored }) => stored.cart.id),
    'cart-changed': keepTogether(to, keepCartChanges, ({ stored }) => stored.cart.id),
    'payment-begun': keepTogether(to, keepBegunPayments, ({ attempt }) => attempt.id),
    'payment-started': keepTogether(to, keepStartedPayments, ({ paymentId }) => paymentId),
    'order-changed': keepTogether(to, keepOrderChanges, ({ stored }) => stored.order.id),
    'message-noted': keepTogether(to, keepMessages, (message) => message),
  } satisfies { readonly [Type in DecidedChange['type']]: Keep<Type> };

  return (change) => {
    // The compiler cannot see that what is found by a change's type takes that change.
    const keep = kinds[change.type] as (change: DecidedChange) => Promise<Kept>;
    return new ResultAsync(keep(change)).andTee(() => {
      if (change.type === 'order-changed' && change.events.length > 0) onEventsCommitted?.();
    });
  };
}
