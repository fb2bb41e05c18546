import type { Change, ConcurrencyConflict, Ids } from '@cartwright/application';
import { errAsync, type ResultAsync } from 'neverthrow';
import type { Tables } from '../store.js';
import { auditLogOf } from './audit-log.js';
import { rowId } from './idempotency-records.js';
import { issueInvoice } from './invoicing/issued-document-records.js';
import { noteId } from './inbox.js';
import { outboxOf, type OnAdded } from './outbox.js';
import { freeCodes, takeCodes } from './promotion-records.js';
import { countUses, releaseUses } from './promotion-usage-records.js';
import { writeStock } from './stock-records.js';

/** Writes a change within a transaction of the store, if everything that it rests on holds. */
export function writeChange(
  tables: Tables,
  ids: Ids,
  onAdded: OnAdded,
  change: Change,
): ResultAsync<void, ConcurrencyConflict> {
  const isWritten =
    writeRequest(tables, change) &&
    writeCart(tables, change) &&
    writeOrder(tables, change) &&
    (change.stock === undefined || writeStock(tables, ids, change.stock)) &&
    writePromotions(tables, change) &&
    writePayment(tables, change) &&
    (change.invoice === undefined || issueInvoice(tables, change.invoice)) &&
    writeMessage(tables, change);
  if (!isWritten) return errAsync({ type: 'concurrency.conflict' });
  return auditLogOf(tables)
    .add(change.audit ?? [])
    .andThen(() => outboxOf(tables, ids, onAdded).add(change.events ?? []));
}

/** Each returns false when what it rests on does not hold. The transaction then drops what others have written. */
type Write = (tables: Tables, change: Change) => boolean;

const writeRequest: Write = ({ idempotency }, { request: write }) => {
  if (write === undefined) return true;
  const { request, expiresAt } = write;
  const { fingerprint } = request;
  const earlier = idempotency.get(rowId(request));
  if (write.type === 'finish') {
    if (earlier?.held?.resourceId !== write.resourceId || earlier.fingerprint !== fingerprint) return false;
    idempotency.set(rowId(request), { fingerprint, expiresAt, outcome: write.outcome });
    return true;
  }
  if (earlier !== undefined) return false;
  const row = { fingerprint, expiresAt };
  idempotency.set(
    rowId(request),
    write.type === 'complete'
      ? { ...row, outcome: write.outcome }
      : { ...row, held: { resourceId: write.resourceId, until: write.until } },
  );
  return true;
};

const writeCart: Write = ({ carts }, { cart: write }) => {
  if (write === undefined) return true;
  if (write.type === 'open') {
    const { customerId, currency } = write.stored.cart;
    const isTaken =
      customerId !== undefined &&
      [...carts.values()].some(
        ({ cart, status }) => cart.customerId === customerId && cart.currency === currency && status === 'open',
      );
    if (!isTaken) carts.set(write.stored.cart.id, write.stored);
    return !isTaken;
  }
  const id = write.type === 'change' ? write.stored.cart.id : write.id;
  const version = write.type === 'change' ? write.stored.version - 1 : write.version;
  const earlier = carts.get(id);
  if (earlier?.status !== 'open' || earlier.version !== version) return false;
  const next = { ...earlier, version: version + 1 };
  if (write.type === 'order') {
    carts.set(id, { ...next, status: 'ordered', updatedAt: write.at });
  } else {
    const { cart, checkout, updatedAt } = write.stored;
    const { lines, couponCodes } = cart;
    carts.set(id, {
      ...next,
      cart: { ...earlier.cart, lines, couponCodes },
      ...(checkout === undefined ? {} : { checkout }),
      updatedAt,
    });
  }
  return true;
};

const writeOrder: Write = ({ orders, holds, pricingInputs }, { order: write }) => {
  if (write === undefined) return true;
  if (write.type === 'place') {
    orders.set(write.order.id, { order: write.order, version: 1 });
    if (write.hold !== undefined) holds.set(write.order.id, write.hold);
    if (write.priced !== undefined) pricingInputs.set(write.order.id, write.priced.input);
    return true;
  }
  const id = write.type === 'change' ? write.order.id : write.id;
  if (orders.get(id)?.version !== write.version) return false;
  if (write.type === 'change') orders.set(id, { order: write.order, version: write.version + 1 });
  return true;
};

const writePromotions: Write = (tables, { promotions: write }) => {
  if (write?.type === 'count') {
    const { orderId, uses, applied = [], codes = [] } = write;
    if (applied.length > 0) tables.appliedPromotions.set(orderId, applied);
    return takeCodes(tables, orderId, codes) && countUses(tables, orderId, uses);
  }
  if (write?.type === 'release') {
    releaseUses(tables, write.orderId);
    tables.appliedPromotions.delete(write.orderId);
    freeCodes(tables, write.orderId);
  }
  return true;
};

const writePayment: Write = ({ payments }, { payment: write }) => {
  if (write === undefined) return true;
  if (write.type === 'add') {
    const { orderId, ordinal } = write.attempt;
    const isTaken =
      ordinal !== undefined &&
      [...payments.values()].some((other) => other.orderId === orderId && other.ordinal === ordinal);
    if (!isTaken) payments.set(write.attempt.id, write.attempt);
    return !isTaken;
  }
  const { type: _note, ...references } = write;
  const attempt = payments.get(write.id);
  if (attempt !== undefined) payments.set(write.id, { ...attempt, ...references });
  return attempt !== undefined;
};

const writeMessage: Write = ({ inbox }, { message }) => {
  if (message === undefined) return true;
  const id = noteId(message.messageId, message.handler);
  if (inbox.has(id)) return false;
  inbox.set(id, message.at);
  return true;
};
