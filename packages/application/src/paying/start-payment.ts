import {
  capturedAmount,
  subtractMoney,
  type Instant,
  type Money,
  type Order,
  type OrderStatus,
} from '@cartwright/domain';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { idempotencyExpiry } from '../idempotency-expiry.js';
import { msAfter } from '../ms-after.js';
import { authorizeOrder, type OrderNotFound } from '../ordering/authorize-order.js';
import type { Clock } from '../ports/clock.js';
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
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { startAtProvider, type WayToPay } from './start-at-provider.js';

export type StartPaymentCommand = {
  readonly caller: Caller;
  readonly request: IdempotentRequest;
  readonly orderId: string;
} & HowToPay;
/** By a card that the client asks for, or on the provider's page, which sends the customer on to one of two URLs. */
export type HowToPay =
  | { readonly method: 'card' }
  | { readonly method: 'checkout'; readonly successUrl: string; readonly cancelUrl: string };
/** Only a pending order can be paid. */
export type OrderNotPayable = {
  readonly type: 'order.not-payable';
  readonly orderId: string;
  readonly status: OrderStatus;
};
/** Customers are sent back to the shop's own pages alone. */
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
  | PaymentRefused
  | PaymentsUnavailable
  | StorageUnavailable;

/** What the client needs to pay at the provider. */
export type StartedPayment = {
  readonly paymentId: string;
  readonly provider: PaymentGateway['provider'];
} & WayToPay;
/** Has the provider begin a payment of all that is still open. Whether it was paid is told later, by a `ProviderEvent`. */
export type StartPayment = (
  command: StartPaymentCommand,
) => ResultAsync<{ readonly payment: StartedPayment; readonly replayed: boolean }, StartPaymentError>;

type StartPaymentDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly paymentGateway: PaymentGateway;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly returnUrls: ReturnUrls;
};

type Begun =
  | { readonly type: 'finished'; readonly outcome: string }
  | { readonly type: 'begun'; readonly attempt: PaymentAttempt; readonly order: Order };

/** Longer than the provider is given to answer; afterwards a crashed attempt may be taken up again. */
const holdMs = 30_000;

/**
 * Starts a payment at the provider. Two commits around one call: the first fixes the payment's id, which is the
 * call's idempotency key, so an attempt that crashes at any point is taken up again as the same payment.
 */
export const makeStartPayment =
  (deps: StartPaymentDeps): StartPayment =>
  (command) =>
    requireReturnUrls(deps, command)
      .asyncAndThen(() => beginAtOnce(deps, command))
      .orElse((error) =>
        error.type === 'payment.not-at-once'
          ? deps.unitOfWork.run((repositories) => begin(deps, repositories, command))
          : errAsync(error),
      )
      .andThen((begun) => {
        if (begun.type === 'finished') {
          return okAsync({ payment: JSON.parse(begun.outcome) as StartedPayment, replayed: true });
        }
        return callProvider(deps, command, begun).map((payment) => ({ payment, replayed: false }));
      });

function requireReturnUrls({ returnUrls }: StartPaymentDeps, how: HowToPay): Result<void, ReturnUrlNotAllowed> {
  if (how.method === 'card') return ok(undefined);
  const field = (['successUrl', 'cancelUrl'] as const).find((name) => !returnUrls.allows(how[name]));
  return field === undefined ? ok(undefined) : err({ type: 'payment.return-url-not-allowed', field });
}

/** A refusal, a repeat, an order that changes: nothing was changed, and a transaction says what it is. */
type NotAtOnce = { readonly type: 'payment.not-at-once' };
const notAtOnce: NotAtOnce = { type: 'payment.not-at-once' };

/** Begins a payment that nothing stands against, as most are: decided on plain reads, kept in one go. */
function beginAtOnce(
  deps: StartPaymentDeps,
  command: StartPaymentCommand,
): ResultAsync<Begun, NotAtOnce | StorageUnavailable> {
  const { unitOfWork, secrets, clock } = deps;
  const { caller, request, orderId } = command;
  const now = clock.now();
  return unitOfWork
    .read(({ orders }) =>
      orders.find(orderId).andThen((found) =>
        authorizeOrder(secrets, caller, orderId, found)
          .andThen((stored) =>
            requirePayable(stored.order).map((payable) => ({ ...payable, orderVersion: stored.version })),
          )
          .mapErr(() => notAtOnce),
      ),
    )
    .andThen(({ order, amount, orderVersion }) => {
      const attempt = newAttempt(deps, command, amount, now);
      const { until, expiresAt } = held(attempt.id, now, holdMs);
      return unitOfWork
        .keep({ type: 'payment-begun', attempt, orderVersion, request, held: { until, expiresAt } })
        .map((): Begun => ({ type: 'begun', attempt, order }))
        .mapErr((error) => (error.type === 'change.overtaken' ? notAtOnce : error));
    });
}

function begin(
  deps: StartPaymentDeps,
  { idempotency, orders, payments }: Repositories,
  command: StartPaymentCommand,
): ResultAsync<Begun, IdempotencyKeyReused | IdempotencyInProgress | OrderNotFound | OrderNotPayable> {
  const { clock, secrets } = deps;
  const { caller, request, orderId } = command;
  const now = clock.now();
  return idempotency.claim(request, now).andThen((claim) => {
    const reached = orders.lock(orderId).andThen((found) => authorizeOrder(secrets, caller, orderId, found));
    // Only after the order was reached: the secret that pays it is for its owner, also when it is answered again.
    if (claim.type === 'finished') return reached.map((): Begun => claim);
    return reached
      .andThen(({ order }) => requirePayable(order))
      .andThen(({ order, amount }) =>
        (claim.resourceId === undefined ? okAsync(undefined) : payments.find(claim.resourceId))
          .andThen((earlier) => {
            // What was open may have changed since an attempt that crashed: the provider would refuse its id for that.
            if (earlier?.amount.amount === amount.amount) return okAsync(earlier);
            const attempt = newAttempt(deps, command, amount, now);
            return payments.add(attempt).map(() => attempt);
          })
          .andThen((attempt) =>
            idempotency
              .hold(request, held(attempt.id, now, holdMs))
              .map((): Begun => ({ type: 'begun', attempt, order })),
          ),
      );
  });
}

const newAttempt = (
  { ids, paymentGateway: { provider } }: StartPaymentDeps,
  { orderId, ...how }: StartPaymentCommand,
  amount: Money,
  createdAt: Instant,
): PaymentAttempt => ({
  id: ids.next(),
  orderId,
  provider,
  method: how.method,
  amount,
  ...(how.method === 'checkout' ? { successUrl: how.successUrl, cancelUrl: how.cancelUrl } : {}),
  createdAt,
});

function callProvider(
  { unitOfWork, paymentGateway, clock }: StartPaymentDeps,
  { request }: StartPaymentCommand,
  { attempt, order }: Extract<Begun, { readonly type: 'begun' }>,
): ResultAsync<StartedPayment, PaymentRefused | PaymentsUnavailable | IdempotencyInProgress | StorageUnavailable> {
  const { provider } = paymentGateway;
  return startAtProvider(paymentGateway, order, attempt)
    .orElse((error) =>
      // A refusal frees the key. After an outage nobody knows what the provider did: the key keeps the payment's id, and
      // may be tried again at once.
      unitOfWork
        .run(({ idempotency }) =>
          error.type === 'payment.refused'
            ? idempotency.abandon(request)
            : idempotency.hold(request, held(attempt.id, clock.now(), 0)),
        )
        .andThen(() => errAsync(error)),
    )
    .andThen(({ reference, way }) => {
      const payment: StartedPayment = { paymentId: attempt.id, provider, ...way };
      const finished = { outcome: JSON.stringify(payment), expiresAt: idempotencyExpiry(clock.now()) };
      return unitOfWork
        .keep({ type: 'payment-started', paymentId: attempt.id, reference, request, finished })
        .orElse((error) =>
          error.type === 'change.overtaken'
            ? // By itself: if the key has been answered meanwhile, the provider's payment must still be known, to be ended.
              unitOfWork
                .run(({ payments }) => payments.setReference(attempt.id, reference))
                .andThen(() => unitOfWork.run(({ idempotency }) => idempotency.complete(request, finished)))
            : errAsync(error),
        )
        .map(() => payment);
    });
}

function requirePayable(order: Order): Result<{ readonly order: Order; readonly amount: Money }, OrderNotPayable> {
  const open = subtractMoney(order.pricing.total, { amount: capturedAmount(order), currency: order.pricing.currency });
  if (order.status !== 'pending' || !open.ok) {
    return err({ type: 'order.not-payable', orderId: order.id, status: order.status });
  }
  return ok({ order, amount: open.value });
}

const held = (resourceId: string, now: Instant, ms: number) => ({
  resourceId,
  until: msAfter(now, ms),
  expiresAt: idempotencyExpiry(now),
});
