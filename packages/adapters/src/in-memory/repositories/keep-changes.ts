import type { ChangeOvertaken, DecidedChange, Ids } from '@cartwright/application';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { cartRecords } from './cart-records.js';
import { idempotencyRecords } from './idempotency-records.js';
import { inboxOf } from './inbox.js';
import { orderRecords } from './order-records.js';
import { outboxOf } from './outbox.js';
import { paymentRecords } from './payment-records.js';
import type { Tables } from '../store.js';

const overtaken = { type: 'change.overtaken' } as const;

/** Keeps a change within a transaction of the store, when everything is as it was read. */
export function keepChange(
  tables: Tables,
  ids: Ids,
  onAdded: () => void,
  change: DecidedChange,
): ResultAsync<void, ChangeOvertaken> {
  const [payments, idempotency] = [paymentRecords(tables), idempotencyRecords(tables)];
  switch (change.type) {
    case 'cart-opened':
      return cartRecords(tables)
        .add(change.stored)
        .mapErr(() => overtaken);
    case 'cart-changed': {
      const { cart, version, updatedAt } = change.stored;
      const earlier = tables.carts.get(cart.id);
      if (earlier?.status !== 'open' || earlier.version !== version - 1) return errAsync(overtaken);
      const { lines, couponCodes } = cart;
      return cartRecords(tables).save({ ...earlier, cart: { ...earlier.cart, lines, couponCodes }, updatedAt });
    }
    case 'payment-begun': {
      const { attempt, orderVersion, request, held } = change;
      if (tables.orders.get(attempt.orderId)?.version !== orderVersion) return errAsync(overtaken);
      if (tables.idempotency.has(JSON.stringify([request.caller, request.key]))) return errAsync(overtaken);
      return idempotency.hold(request, { ...held, resourceId: attempt.id }).andThen(() => payments.add(attempt));
    }
    case 'payment-started': {
      const { paymentId, reference, request, finished } = change;
      const row = tables.idempotency.get(JSON.stringify([request.caller, request.key]));
      if (row?.held?.resourceId !== paymentId || row.fingerprint !== request.fingerprint) return errAsync(overtaken);
      return idempotency
        .complete(request, finished)
        .mapErr(() => overtaken)
        .andThen(() => payments.setReference(paymentId, reference));
    }
    case 'order-changed': {
      const { message, stored, events, payment } = change;
      if (tables.orders.get(stored.order.id)?.version !== stored.version) return errAsync(overtaken);
      return inboxOf(tables)
        .accept(message.messageId, message.handler, message.at)
        .andThen((isNew) => (isNew ? orderRecords(tables).save(stored.order) : errAsync(overtaken)))
        .andThen(() =>
          payment?.reference === undefined ? okAsync(undefined) : payments.setReference(payment.id, payment.reference),
        )
        .andThen(() =>
          payment?.captureReference === undefined
            ? okAsync(undefined)
            : payments.setCaptureReference(payment.id, payment.captureReference),
        )
        .andThen(() => outboxOf(tables, ids, onAdded).add(events));
    }
    case 'message-noted':
      return inboxOf(tables)
        .accept(change.messageId, change.handler, change.at)
        .map(() => undefined);
  }
}
