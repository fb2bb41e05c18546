/**
 * Long because a request goes through three steps, each of which can find that the order has another payment by now:
 * choose a payment under the key, call the provider, store its response.
 */
import type { Instant, Money, Order } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { Caller } from '../caller.js';
import { commitOnce, type Decided } from '../commit-change.js';
import { idempotencyExpiry } from '../idempotency-expiry.js';
import type { Change, PaymentWrite } from '../ports/change.js';
import { msAfter } from '../ms-after.js';
import { authorizeOrder, type OrderNotFound } from '../ordering/authorize-order.js';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotentRequest,
} from '../ports/repositories/idempotency-records.js';
import type { Ids } from '../ports/ids.js';
import type { PaymentGateway, PaymentRefused } from '../ports/payment-gateway.js';
import type { PaymentAttempt } from '../ports/repositories/payment-records.js';
import type { ReturnUrls } from '../ports/return-urls.js';
import type { Secrets } from '../ports/secrets.js';
import type { DecisionReads } from '../ports/repositories/unit-of-work.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import { handleReportedEvents } from './handle-reported-events.js';
import { endAttempt, isOpenAt, type EndAttemptDeps, type EndAttemptError } from './end-attempt.js';
import { payableAmount, type OrderNotPayable, type OrderPaymentInProgress } from './payable-amount.js';
import { requireChargeable, type OrderBelowPaymentMinimum } from './require-chargeable.js';
import { startAtProvider, type StartedAttempt, type WayToPay } from './start-at-provider.js';

export type StartPaymentCommand = {
  readonly caller: Caller;
  readonly request: IdempotentRequest;
  readonly orderId: string;
} & HowToPay;
/** By card in the client's form, or on the provider's page, which redirects the customer to one of two URLs. */
export type HowToPay =
  | { readonly method: 'card' }
  | { readonly method: 'checkout'; readonly successUrl: string; readonly cancelUrl: string };
/** Redirect URLs must be pages of the shop. */
export type ReturnUrlNotAllowed = {
  readonly type: 'payment.return-url-not-allowed';
  readonly field: 'successUrl' | 'cancelUrl';
};
export type StartPaymentError =
  | ReturnUrlNotAllowed
  | IdempotencyKeyReused
  | IdempotencyInProgress
  | OrderNotFound
  | OrderNotPayable
  | OrderPaymentInProgress
  | OrderBelowPaymentMinimum
  | PaymentRefused
  | PaymentsUnavailable
  | StorageUnavailable;

/** Data for the client to pay at the provider. */
export type StartedPayment = {
  readonly paymentId: string;
  readonly provider: PaymentGateway['provider'];
} & WayToPay;
/**
 * Starts a payment of the open amount, or returns the order's open payment. The result is reported
 * later, by a `ProviderEvent`.
 */
export type StartPayment = (
  command: StartPaymentCommand,
) => ResultAsync<{ readonly payment: StartedPayment; readonly replayed: boolean }, StartPaymentError>;

type StartPaymentDeps = EndAttemptDeps & {
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly returnUrls: ReturnUrls;
};

type BeginError = OrderNotFound | OrderNotPayable | OrderPaymentInProgress | OrderBelowPaymentMinimum;
type Begun =
  | { readonly type: 'finished'; readonly outcome: string }
  | { readonly type: 'begun'; readonly attempt: PaymentAttempt; readonly order: Order }
  /** Open payments by the same method that differ from the request. They end first. */
  | { readonly type: 'superseded'; readonly attempts: readonly PaymentAttempt[]; readonly order: Order };

/** Longer than the provider's timeout; afterwards a crashed attempt may be resumed. */
const holdMs = 30_000;
/** Maximum choices of a payment, each after the chosen one was found paid or ended. */
const maximumChoices = 3;

/**
 * Starts a payment at the provider, or resumes the open one of the order, which has at most one by each method,
 * whatever the keys of the requests. Two commits around one call: the first fixes the payment's id, which is the call's
 * idempotency key, so an attempt that crashes at any point is resumed as the same payment.
 */
export const makeStartPayment =
  (deps: StartPaymentDeps): StartPayment =>
  (command) =>
    requireReturnUrls(deps, command).asyncAndThen(() => choosePayment(deps, command, maximumChoices));

function choosePayment(
  deps: StartPaymentDeps,
  command: StartPaymentCommand,
  choices: number,
): ReturnType<StartPayment> {
  if (choices === 0) return errAsync({ type: 'payments.unavailable', retryAfterSeconds: 1 });
  return commitOnce<Begun, BeginError>(deps, command.request, {
    decide: (reads, resourceId) => begin(deps, reads, command, resourceId),
    // Only the owner may see the secret that pays an order, also in a replay.
    replay: (reads, outcome) => findOrder(deps, reads, command).map((): Begun => ({ type: 'finished', outcome })),
  }).andThen((begun): ReturnType<StartPayment> => {
    const again = () => choosePayment(deps, command, choices - 1);
    switch (begun.type) {
      case 'finished':
        return okAsync({ payment: JSON.parse(begun.outcome) as StartedPayment, replayed: true });
      case 'superseded':
        return endSuperseded(deps, begun).andThen(again);
      case 'begun':
        return callProvider(deps, command, begun).andThen((payment) =>
          payment === undefined ? again() : okAsync({ payment, replayed: false }),
        );
    }
  });
}

function requireReturnUrls({ returnUrls }: StartPaymentDeps, how: HowToPay): Result<void, ReturnUrlNotAllowed> {
  if (how.method === 'card') return ok(undefined);
  const field = (['successUrl', 'cancelUrl'] as const).find((name) => !returnUrls.allows(how[name]));
  return field === undefined ? ok(undefined) : err({ type: 'payment.return-url-not-allowed', field });
}

const findOrder = (
  { secrets }: StartPaymentDeps,
  { orders }: DecisionReads,
  { caller, orderId }: StartPaymentCommand,
): ResultAsync<StoredOrder, OrderNotFound> =>
  orders.find(orderId).andThen((found) => authorizeOrder(secrets, caller, orderId, found));

/** Holds the key for the order's open attempt, or for a new one. */
function begin(
  deps: StartPaymentDeps,
  reads: DecisionReads,
  command: StartPaymentCommand,
  resourceId: string | undefined,
): ResultAsync<Decided<Begun>, BeginError> {
  const now = deps.clock.now();
  return findOrder(deps, reads, command).andThen(({ order, version }) =>
    requirePayable(deps, order).asyncAndThen((amount) =>
      // Without locks the commit finds out whether the order has an attempt.
      (reads.isLocking ? reads.payments.ofOrder(order.id) : okAsync([])).map((attempts): Decided<Begun> => {
        const open = attempts.filter(
          (attempt) => isOpenAt(deps.paymentGateway, attempt) && attempt.method === command.method,
        );
        const fitting = open.filter((attempt) => fits(attempt, command, amount));
        const earlier = fitting.find(({ id }) => id === resourceId) ?? fitting.at(-1);
        const superseded = open.filter((attempt) => attempt !== earlier);
        if (superseded.length > 0) return { result: { type: 'superseded', attempts: superseded, order } };
        const attempt = earlier ?? newAttempt(deps, command, { amount, createdAt: now, ordinal: attempts.length + 1 });
        const change: Change = {
          request: { type: 'hold', request: command.request, ...held(attempt.id, now, holdMs) },
          order: { type: 'unchanged', id: order.id, version },
          ...(earlier === undefined ? { payment: { type: 'add', attempt } } : {}),
        };
        return { result: { type: 'begun', attempt, order }, change };
      }),
    ),
  );
}

/** Whether an attempt has the open amount and the requested redirect URLs. */
const fits = (attempt: PaymentAttempt, how: HowToPay, { amount, currency }: Money): boolean =>
  attempt.amount.amount === amount &&
  attempt.amount.currency === currency &&
  (how.method === 'card' || (attempt.successUrl === how.successUrl && attempt.cancelUrl === how.cancelUrl));

/** Ends attempts, so that nobody pays twice. Their reported events are applied: one may have been paid. */
const endSuperseded = (
  deps: StartPaymentDeps,
  { attempts, order }: Extract<Begun, { readonly type: 'superseded' }>,
): ResultAsync<void, PaymentRefused | PaymentsUnavailable | StorageUnavailable> =>
  ResultAsync.combine(
    attempts.map((attempt) =>
      endAttempt(deps, order, attempt)
        .map(() => undefined)
        .orElse((error) =>
          error.type === 'payment.refused'
            ? deps.unitOfWork.run(({ payments }) => payments.setEnded(attempt.id, deps.clock.now()))
            : errAsync(asRefusal(error)),
        ),
    ),
  ).map(() => undefined);

/** An event that the shop refuses is logged where it is refused again: by the reconciliation. */
const asRefusal = (error: EndAttemptError): PaymentRefused | PaymentsUnavailable | StorageUnavailable =>
  error.type === 'payments.unavailable' || error.type === 'storage.unavailable'
    ? error
    : { type: 'payment.refused', reason: error.type };

const newAttempt = (
  { ids, paymentGateway: { provider } }: StartPaymentDeps,
  { orderId, ...how }: StartPaymentCommand,
  facts: Pick<PaymentAttempt, 'amount' | 'createdAt' | 'ordinal'>,
): PaymentAttempt => ({
  id: ids.next(),
  orderId,
  provider,
  method: how.method,
  ...(how.method === 'checkout' ? { successUrl: how.successUrl, cancelUrl: how.cancelUrl } : {}),
  ...facts,
});

/** Returns `undefined` when the attempt can no longer be paid. Its reported events have been applied. */
function callProvider(
  deps: StartPaymentDeps,
  { request }: StartPaymentCommand,
  { attempt, order }: Extract<Begun, { readonly type: 'begun' }>,
): ResultAsync<
  StartedPayment | undefined,
  PaymentRefused | PaymentsUnavailable | IdempotencyInProgress | StorageUnavailable
> {
  const { unitOfWork, clock } = deps;
  return startAtProvider(deps, order, attempt)
    .orElse((error) =>
      // A refusal frees the key and ends the attempt. After an outage the provider's state is unknown: the key keeps
      // the payment's id, and may be tried again at once.
      unitOfWork
        .run(({ idempotency, payments }) =>
          error.type === 'payment.refused'
            ? idempotency.abandon(request).andThen(() => payments.setEnded(attempt.id, clock.now()))
            : idempotency.hold(request, held(attempt.id, clock.now(), 0)),
        )
        .andThen(() => errAsync(error)),
    )
    .andThen((started) =>
      started.status === 'open'
        ? finish(deps, request, attempt, started)
        : giveUp(deps, request, attempt, started).map(() => undefined),
    );
}

/** Stores the data for the client to pay as the outcome of the key. */
function finish(
  { unitOfWork, paymentGateway: { provider }, clock }: StartPaymentDeps,
  request: IdempotentRequest,
  attempt: PaymentAttempt,
  { reference, way }: StartedAttempt,
): ResultAsync<StartedPayment, IdempotencyInProgress | StorageUnavailable> {
  const payment: StartedPayment = { paymentId: attempt.id, provider, ...way };
  const finished = { outcome: JSON.stringify(payment), expiresAt: idempotencyExpiry(clock.now()) };
  const note: PaymentWrite = { type: 'note', id: attempt.id, reference };
  return unitOfWork
    .commit({ payment: note, request: { type: 'finish', request, resourceId: attempt.id, ...finished } })
    .orElse((error) =>
      error.type === 'concurrency.conflict'
        ? // In a transaction of its own: the provider's payment must be known even if the key was finished meanwhile.
          unitOfWork
            .run(({ payments }) => payments.setReference(attempt.id, reference))
            .andThen(() => unitOfWork.run(({ idempotency }) => idempotency.complete(request, finished)))
        : errAsync(error),
    )
    .map(() => payment);
}

/** Frees the key of an attempt that can no longer be paid, and applies its reported events. */
const giveUp = (
  { unitOfWork, handleProviderEvent, clock }: StartPaymentDeps,
  request: IdempotentRequest,
  { id }: PaymentAttempt,
  { reference, status, events }: StartedAttempt,
): ResultAsync<void, PaymentRefused | PaymentsUnavailable | StorageUnavailable> =>
  unitOfWork
    .run(({ idempotency, payments }) =>
      payments
        .setReference(id, reference)
        .andThen(() => (status === 'ended' ? payments.setEnded(id, clock.now()) : okAsync(undefined)))
        .andThen(() => idempotency.abandon(request)),
    )
    .andThen(() => handleReportedEvents(handleProviderEvent, events))
    .mapErr(asRefusal);

/** The amount left to pay. It must not be below the minimum of the provider. */
const requirePayable = (
  { paymentGateway }: StartPaymentDeps,
  order: Order,
): Result<Money, OrderNotPayable | OrderPaymentInProgress | OrderBelowPaymentMinimum> =>
  payableAmount(order).andThen((amount) => requireChargeable(paymentGateway, amount));

const held = (resourceId: string, now: Instant, ms: number) => ({
  resourceId,
  until: msAfter(now, ms),
  expiresAt: idempotencyExpiry(now),
});
