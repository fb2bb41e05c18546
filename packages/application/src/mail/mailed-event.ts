import type { EventOf } from '../ports/repositories/outbox.js';
import type { MailedEvent } from './mails.js';

type Kind<Value> = Value extends string
  ? 'text'
  : Value extends number
    ? 'number'
    : Value extends readonly unknown[]
      ? 'list'
      : never;
/** The fields that an event always has, without its type, and without amounts: mails read those from the order. */
type FieldsOf<Event> = {
  readonly [
    Field in keyof Event as Field extends 'type' ? never : Kind<Event[Field]> extends never ? never : Field
  ]: Kind<Event[Field]>;
};

const order = { orderId: 'text', at: 'text' } as const;
const refund = { ...order, refundId: 'text' } as const;
const dispute = { ...order, disputeId: 'text' } as const;
const token = { tokenId: 'text', at: 'text' } as const;
const user = { userId: 'text', at: 'text' } as const;

/** What mails read of each event. A new field does not compile until it is listed. */
const fieldsOf: { readonly [Type in MailedEvent]: FieldsOf<EventOf<Type>> } = {
  'order.placed': order,
  'order.paid': order,
  'order.cancelled': order,
  'order.units-cancelled': order,
  'order.parcel-shipped': { ...order, shipmentId: 'text' },
  'order.parcel-delivered': { ...order, shipmentId: 'text' },
  'order.return-requested': { ...order, returnId: 'text' },
  'order.units-returned': { ...order, returnId: 'text' },
  'order.withdrawn': { ...order, withdrawalId: 'text' },
  'order.refund-requested': refund,
  'order.refunded': refund,
  'order.refund-failed': refund,
  'order.disputed': dispute,
  'order.dispute-won': dispute,
  'order.dispute-lost': dispute,
  'payments.transfer-requested': { ...order, paymentId: 'text' },
  'payments.differences-found': { reconciliationId: 'text', at: 'text' },
  'books.differences-found': { differences: 'number', listed: 'list', at: 'text' },
  'jobs.paused': { job: 'text', refusals: 'number', at: 'text' },
  'stock.low-reported': { variants: 'number', listed: 'list', at: 'text' },
  'account.verification-requested': token,
  'account.reset-requested': token,
  'account.invitation-requested': token,
  'account.email-verified': user,
  'account.password-changed': user,
  'account.second-factor-added': user,
  'account.second-factor-removed': user,
  'ordering.link-requested': { at: 'text' },
};

const kindOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return Array.isArray(value) ? 'list' : undefined;
};

/**
 * Whether an event has what mails read of it.
 *
 * @example isMailedEvent({ type: 'order.cancelled', at }) // false: no order
 */
export const isMailedEvent = (event: unknown): event is EventOf<MailedEvent> => {
  if (typeof event !== 'object' || event === null) return false;
  const { type } = event as { readonly type?: unknown };
  if (typeof type !== 'string' || !Object.hasOwn(fieldsOf, type)) return false;
  return Object.entries(fieldsOf[type as MailedEvent]).every(
    ([name, kind]) => kindOf((event as Record<string, unknown>)[name]) === kind,
  );
};
