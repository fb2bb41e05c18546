import {
  bounceRefund,
  confirmRefund,
  recordDispute,
  recordPayment,
  recordPaymentFailure,
  refundOrder,
  type ConfirmRefundError,
  type Order,
  type OrderChange,
  type RecordDisputeError,
  type RecordPaymentError,
  type RefundOrderError,
} from '@cartwright/domain';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import { fromDomain } from '../from-domain.js';
import { joinChanges } from '../ordering/join-changes.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { givesBack, saveOrderChange } from '../ordering/save-order-change.js';
import type { Clock } from '../ports/clock.js';
import type { OrderChanged } from '../ports/repositories/decided-change.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { PaymentAttempt, PaymentRecords } from '../ports/repositories/payment-records.js';
import type { ReadRepositories, Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { ProviderEvent } from './provider-event.js';
import { loadPaidOrder, type PaidOrder, type PaymentNotOurs } from './load-paid-order.js';

type ApplyError = RecordPaymentError | RefundOrderError | ConfirmRefundError | RecordDisputeError;
export type HandleProviderEventError = OrderNotFound | PaymentNotOurs | ApplyError | StorageUnavailable;
/** Whether the same event was handled before, and whether this time it changed anything: another may have told the same. */
export type HandledProviderEvent = { readonly duplicate: boolean; readonly changed: boolean };
/**
 * Applies a fact that a payment provider reports, in whatever order facts arrive. The same event again answers `duplicate`
 * and changes nothing; a refusal leaves it unnoted, so that the provider may send it again.
 */
export type HandleProviderEvent = (event: ProviderEvent) => ResultAsync<HandledProviderEvent, HandleProviderEventError>;

export const makeHandleProviderEvent =
  (deps: HandleProviderEventDeps): HandleProviderEvent =>
  (event) =>
    handleAtOnce(deps, event).orElse((error) =>
      error.type === 'event.not-at-once' ? handleLocked(deps, event) : errAsync(error),
    );

type HandleProviderEventDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

const handler = 'handle-provider-event';
const messageOf = ({ provider, eventId }: Pick<ProviderEvent, 'provider' | 'eventId'>): string =>
  `${provider}:${eventId}`;

/** Whether an event was handled. */
export const wasHandled = (
  { inbox }: Pick<ReadRepositories, 'inbox'>,
  event: Pick<ProviderEvent, 'provider' | 'eventId'>,
): ResultAsync<boolean, never> => inbox.seen(messageOf(event), handler);

/** A refusal, stock that goes back, an order that changes: nothing was changed, and a transaction says what it is. */
type NotAtOnce = { readonly type: 'event.not-at-once' };
const notAtOnce: NotAtOnce = { type: 'event.not-at-once' };

/** Applies an event to its order alone, as most do: decided on plain reads, kept in one go. */
const handleAtOnce = (
  { unitOfWork, clock }: HandleProviderEventDeps,
  event: ProviderEvent,
): ResultAsync<HandledProviderEvent, NotAtOnce | StorageUnavailable> =>
  unitOfWork
    .read(({ inbox, orders, payments }) =>
      wasHandled({ inbox }, event).andThen((isSeen): ResultAsync<OrderChanged | undefined, NotAtOnce> => {
        if (isSeen) return okAsync(undefined);
        return loadPaidOrder({ take: orders.find, payments }, event)
          .andThen((paid) => decide(paid.stored.order, event, paid.attempt).map((change) => ({ paid, change })))
          .mapErr(() => notAtOnce)
          .andThen(({ paid: { stored, attempt }, change }): Result<OrderChanged, NotAtOnce> => {
            const { order, events } = change;
            if (order === stored.order || givesBack(change)) return err(notAtOnce);
            const message = { messageId: messageOf(event), handler, at: clock.now() };
            const payment =
              attempt === undefined ? {} : { payment: { id: attempt.id, ...newReferences(attempt, event) } };
            return ok({
              type: 'order-changed',
              message,
              stored: { order, version: stored.version },
              events,
              ...payment,
            });
          });
      }),
    )
    .andThen((change) =>
      change === undefined
        ? okAsync({ duplicate: true, changed: false })
        : unitOfWork
            .keep(change)
            .map(() => ({ duplicate: false, changed: true }))
            .mapErr((error) => (error.type === 'change.overtaken' ? notAtOnce : error)),
    );

const handleLocked = ({ unitOfWork, clock }: HandleProviderEventDeps, event: ProviderEvent) =>
  unitOfWork.run((repositories) =>
    repositories.inbox
      .accept(messageOf(event), handler, clock.now())
      .andThen((isNew): ResultAsync<HandledProviderEvent, HandleProviderEventError> => {
        if (!isNew) return okAsync({ duplicate: true, changed: false });
        return loadPaidOrder({ take: repositories.orders.lock, payments: repositories.payments }, event)
          .andThen((paid) => applyEvent(repositories, clock, paid, event))
          .map((changed) => ({ duplicate: false, changed }));
      }),
  );

const applyEvent = (
  repositories: Repositories,
  clock: Clock,
  { stored, attempt }: PaidOrder,
  event: ProviderEvent,
): ResultAsync<boolean, ApplyError> =>
  decide(stored.order, event, attempt)
    .asyncAndThen((change) => saveOrderChange(repositories, stored, change, clock.now()))
    .andThen(({ version }) => {
      const changed = version !== stored.version;
      return attempt === undefined
        ? okAsync(changed)
        : noteReferences(repositories.payments, attempt, event).map(() => changed);
    });

function decide(
  order: Order,
  event: ProviderEvent,
  attempt: PaymentAttempt | undefined,
): Result<OrderChange, ApplyError> {
  const { provider, reference, at } = event;
  switch (event.type) {
    case 'payment.captured': {
      // What was really taken, whatever we had asked for: the order says what is missing, or due back.
      const method = attempt === undefined ? {} : { method: attempt.method };
      return fromDomain(recordPayment(order, { provider, reference, amount: event.amount, ...method, at }));
    }
    case 'payment.failed':
      return fromDomain(recordPaymentFailure(order, { provider, reference, reason: event.reason, at }));
    case 'refund.confirmed':
      return settleRefund(order, event, confirmRefund);
    case 'refund.failed':
      // Also of one that was confirmed: a bank may send the money back days later.
      return settleRefund(order, event, (known, settlement) =>
        bounceRefund(known, { ...settlement, failure: event.reason }),
      );
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

/** Settles a refund of ours, or records one with its end that somebody made at the provider by hand. */
function settleRefund(
  order: Order,
  { refundId: id, amount, reference: paymentReference, at }: Extract<ProviderEvent, { readonly refundId: string }>,
  settle: typeof confirmRefund,
): Result<OrderChange, RefundOrderError | ConfirmRefundError> {
  const reason = 'made at the payment provider';
  return fromDomain(refundOrder(order, { id, amount, reason, paymentReference, at })).andThen((known) =>
    fromDomain(settle(known.order, { id, at })).map((settled) => joinChanges(known, settled)),
  );
}

/** What an event tells of the provider's ids of an attempt; it may be here before the answer to our own request. */
const newReferences = (
  { method, reference, captureReference }: PaymentAttempt,
  event: ProviderEvent,
): { readonly reference?: string; readonly captureReference?: string } => ({
  ...(method === 'card' && reference === undefined ? { reference: event.reference } : {}),
  ...(event.type === 'payment.captured' && captureReference === undefined ? { captureReference: event.reference } : {}),
});

function noteReferences(
  payments: PaymentRecords,
  attempt: PaymentAttempt,
  event: ProviderEvent,
): ResultAsync<void, never> {
  const { reference, captureReference } = newReferences(attempt, event);
  return (reference === undefined ? okAsync(undefined) : payments.setReference(attempt.id, reference)).andThen(() =>
    captureReference === undefined ? okAsync(undefined) : payments.setCaptureReference(attempt.id, captureReference),
  );
}
