import {
  bounceRefund,
  confirmRefund,
  failRefund,
  recordDispute,
  refundOrder,
  type BounceRefundError,
  type ConfirmRefundError,
  type Instant,
  type Order,
  type OrderChange,
  type RefundOrderError,
} from '@cartwright/domain';
import { err, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import { commitChange, type Decided } from '../commit-change.js';
import { fromDomain, type Refusal } from '../from-domain.js';
import { invoiceAtPayment, type InvoicingDefaults } from '../invoicing/invoice-at-payment.js';
import { joinChanges } from '../ordering/join-changes.js';
import { orderWrites } from '../ordering/order-writes.js';
import type { Change } from '../ports/change.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { PaymentAttempt } from '../ports/repositories/payment-records.js';
import type { DecisionReads, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { loadPaidOrder, type PaidOrder, type PaymentForeign } from './load-paid-order.js';
import type { ProviderEventRefused } from './provider-event-refused.js';
import type { ProviderEvent } from './provider-event.js';
import { recordPaymentEvent } from './record-payment-event.js';

export type HandleProviderEventError = ProviderEventRefused | StorageUnavailable;
/**
 * Whether the event was handled before, and whether it changed anything this time: another event may have reported the
 * same. `ignored`: it is about a payment of another program on the same account (`foreign`), or reports as confirmed a
 * refund that has failed since (`late`).
 */
export type HandledProviderEvent = {
  readonly duplicate: boolean;
  readonly changed: boolean;
  readonly ignored?: 'foreign' | 'late';
};
/**
 * Applies a fact that a payment provider reports, in whatever order facts arrive. A repeated event is a `duplicate` and
 * changes nothing. A refused event is not recorded as handled, so that the provider may send it again; nor is one that
 * is ignored.
 */
export type HandleProviderEvent = (event: ProviderEvent) => ResultAsync<HandledProviderEvent, HandleProviderEventError>;

export const makeHandleProviderEvent =
  (deps: InvoicingDefaults & { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): HandleProviderEvent =>
  (event) =>
    commitChange<HandledProviderEvent, ProviderEventRefused>(deps.unitOfWork, (reads) =>
      decide(deps, reads, event, deps.clock.now()),
    );

const duplicate: Decided<HandledProviderEvent> = { result: { duplicate: true, changed: false } };

/**
 * Without locks the commit finds out whether the event was handled before, so that is read only for an event that is
 * refused.
 */
function decide(
  defaults: InvoicingDefaults,
  reads: DecisionReads,
  event: ProviderEvent,
  at: Instant,
): ResultAsync<Decided<HandledProviderEvent>, ProviderEventRefused> {
  const applied = () =>
    loadPaidOrder(reads, event).andThen((paid) =>
      applyEvent(paid.stored.order, event, paid.attempt).asyncAndThen((change) =>
        invoiceAtPayment(defaults, reads, change, at).map((invoice) =>
          decidedOf(paid, { ...change, ...invoice }, event, at),
        ),
      ),
    );
  if (reads.isLocking) {
    return wasHandled(reads, event).andThen((handled) =>
      handled ? okAsync(duplicate) : applied().orElse((refusal) => ignore(refusal, event)),
    );
  }
  return applied().orElse((refusal) =>
    wasHandled(reads, event).andThen((handled) => (handled ? ok(duplicate) : ignore(refusal, event))),
  );
}

/** Whether the provider need not repeat the event, because a repeat would change nothing. */
function ignore(
  refusal: ProviderEventRefused | PaymentForeign,
  { type }: ProviderEvent,
): Result<Decided<HandledProviderEvent>, ProviderEventRefused> {
  const ignored = (why: 'foreign' | 'late') => ok({ result: { duplicate: false, changed: false, ignored: why } });
  if (refusal.type === 'payment.foreign') return ignored('foreign');
  // A failed refund never succeeds: a confirmation was sent before the failure.
  if (type === 'refund.confirmed' && refusal.type === 'refund.not-pending') return ignored('late');
  return err(refusal);
}

const handler = 'handle-provider-event';
const messageOf = ({ provider, eventId }: Pick<ProviderEvent, 'provider' | 'eventId'>): string =>
  `${provider}:${eventId}`;

/** Whether an event was handled. */
export const wasHandled = (
  { inbox }: Pick<DecisionReads, 'inbox'>,
  event: Pick<ProviderEvent, 'provider' | 'eventId'>,
): ResultAsync<boolean, never> => inbox.seen(messageOf(event), handler);

function decidedOf(
  { stored, attempt }: PaidOrder,
  { invoice, ...orderChange }: OrderChange & Pick<Change, 'invoice'>,
  event: ProviderEvent,
  at: Instant,
): Decided<HandledProviderEvent> {
  const news = attempt === undefined ? {} : newsOf(attempt, event);
  const changed = orderChange.order !== stored.order;
  // The start of the payment may be reported later: then this event counts.
  if (event.type === 'payment.reopened' && !changed) return { result: { duplicate: false, changed } };
  return {
    result: { duplicate: false, changed },
    change: {
      ...orderWrites(stored, orderChange, at),
      ...(invoice === undefined ? {} : { invoice }),
      message: { messageId: messageOf(event), handler, at },
      ...(attempt === undefined || Object.keys(news).length === 0
        ? {}
        : { payment: { type: 'note', id: attempt.id, ...news } }),
    },
  };
}

function applyEvent(
  order: Order,
  event: ProviderEvent,
  attempt: PaymentAttempt | undefined,
): Result<OrderChange, ProviderEventRefused> {
  const { provider, reference, at } = event;
  switch (event.type) {
    case 'payment.captured':
    case 'payment.processing':
    case 'payment.failed':
    case 'payment.cancelled':
    case 'payment.reopened':
      return recordPaymentEvent(order, event, attempt);
    case 'refund.pending':
      return reportRefund(order, event);
    case 'refund.confirmed':
      return settleRefund(order, event, (known, settlement) => fromDomain(confirmRefund(known, settlement)));
    case 'refund.failed':
      return settleRefund(order, event, (known, settlement) => {
        const failure = { ...settlement, failure: event.reason };
        // A bank may return a confirmed refund days later.
        const isConfirmed = known.refunds.some(({ id, status }) => id === settlement.id && status === 'confirmed');
        return isConfirmed ? fromDomain(bounceRefund(known, failure)) : fromDomain(failRefund(known, failure));
      });
    case 'dispute.opened':
    case 'dispute.won':
    case 'dispute.lost': {
      const { disputeId: id, amount } = event;
      const status = disputeStatus[event.type];
      return fromDomain(recordDispute(order, { id, provider, paymentReference: reference, amount, status, at }));
    }
  }
}

const disputeStatus = { 'dispute.opened': 'open', 'dispute.won': 'won', 'dispute.lost': 'lost' } as const;

type RefundEvent = Extract<ProviderEvent, { readonly refundId: string }>;

/** Records a refund that was made at the provider by hand. A known one is not changed. */
function reportRefund(
  order: Order,
  { refundId: id, amount, provider, reference, at }: RefundEvent,
): Result<OrderChange, Refusal<RefundOrderError>> {
  const ours = order.refunds.find((refund) => refund.id === id);
  const { reason, paymentReference } = ours ?? { reason: 'made at the payment provider', paymentReference: reference };
  const payment = { provider: ours?.provider ?? provider, paymentReference };
  return fromDomain(refundOrder(order, { id, amount, reason, ...payment, reported: true, at }));
}

/** Settles a refund of the shop, or records one, with its end, that was made at the provider by hand. */
function settleRefund(
  order: Order,
  event: RefundEvent,
  settle: (
    known: Order,
    settlement: { readonly id: string; readonly at: Instant },
  ) => Result<OrderChange, Refusal<ConfirmRefundError | BounceRefundError>>,
): Result<OrderChange, Refusal<RefundOrderError | ConfirmRefundError | BounceRefundError>> {
  return reportRefund(order, event).andThen((known) =>
    settle(known.order, { id: event.refundId, at: event.at }).map((settled) => joinChanges(known, settled)),
  );
}

/**
 * What an event reports of an attempt: the provider's ids of it, since the event may arrive before the response to our
 * own request, and its end.
 */
const newsOf = (
  { method, reference, captureReference, endedAt }: PaymentAttempt,
  event: ProviderEvent,
): Pick<PaymentAttempt, 'reference' | 'captureReference' | 'endedAt'> => ({
  ...(method === 'card' && reference === undefined ? { reference: event.reference } : {}),
  ...(event.type === 'payment.captured' && captureReference === undefined ? { captureReference: event.reference } : {}),
  ...(event.type === 'payment.cancelled' && endedAt === undefined ? { endedAt: event.at } : {}),
});
