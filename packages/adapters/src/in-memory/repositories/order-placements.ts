import type { Ids, OrderPlacements } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import { cartRecords } from './cart-records.js';
import { idempotencyRecords } from './idempotency-records.js';
import { orderRecords } from './order-records.js';
import { outboxOf } from './outbox.js';
import { stockRecords } from './stock-records.js';
import type { InMemoryStore } from '../store.js';

type Dependencies = { readonly store: InMemoryStore; readonly ids: Ids; readonly onEventsCommitted?: () => void };

const overtaken = { type: 'placement.overtaken' } as const;

/** One placement a transaction of the store. */
export const makeInMemoryOrderPlacements = ({ store, ids, onEventsCommitted }: Dependencies): OrderPlacements => ({
  commit: ({ order, events, demand, cart, request, outcome, expiresAt }) =>
    store
      .transact((tables) => {
        const stored = cart === undefined ? undefined : tables.carts.get(cart.id);
        if (cart !== undefined && (stored?.status !== 'open' || stored.version !== cart.version))
          return errAsync(overtaken);
        if (tables.idempotency.has(JSON.stringify([request.caller, request.key]))) return errAsync(overtaken);
        const closed =
          stored === undefined
            ? okAsync(undefined)
            : cartRecords(tables).save({
                ...stored,
                status: 'ordered',
                version: stored.version + 1,
                updatedAt: order.placedAt,
              });
        return stockRecords(tables, ids)
          .reserve(demand, { reason: 'order placed', orderId: order.id, at: order.placedAt })
          .mapErr(() => overtaken)
          .andThen(() => closed)
          .andThen(() => orderRecords(tables).add(order))
          .andThen(() => outboxOf(tables, ids, () => undefined).add(events))
          .andThen(() =>
            idempotencyRecords(tables)
              .complete(request, { outcome, expiresAt })
              .mapErr(() => overtaken),
          );
      })
      .andTee(() => onEventsCommitted?.()),
});
