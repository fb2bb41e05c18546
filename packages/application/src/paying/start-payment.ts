import { checkPayment, type Instant, type Money, type Order, type OrderStatus } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { commitOnce, type Decided } from '../commit-change.js';
import { fromDomain } from '../from-domain.js';
import { idempotencyExpiry } from '../idempotency-expiry.js';
import type { Change, PaymentWrite } from '../ports/change.js';
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
import type { DecisionReads, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
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
/** A delayed payment of the order is under way. */
export type OrderPaymentInProgress = {
  readonly type: 'order.payment-in-progress';
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
  | OrderPaymentInProgress
  | PaymentRefused
  | PaymentsUnavailable
  | StorageUnavailable;

/** What the client needs to pay at the provider. */
export type StartedPayment = {
  readonly paymentId: string;
  readonly provider: PaymentGateway['provider'];
} & WayToPay;
/** Starts a payment of all that is still open. Whether it was paid is reported later, by a `ProviderEvent`. */
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

type BeginError = OrderNotFound | OrderNotPayable | OrderPaymentInProgress;
type Begun =
  | { readonly type: 'finished'; readonly outcome: string }
  | { readonly type: 'begun'; readonly attempt: PaymentAttempt; readonly order: Order };

/** Longer than the provider's timeout; afterwards a crashed attempt may be resumed. */
const holdMs = 30_000;

/**
 * Starts a payment at the provider. Two commits around one call: the first fixes the payment's id, which is the
 * call's idempotency key, so an attempt that crashes at any point is resumed as the same payment.
 */
export const makeStartPayment =
  (deps: StartPaymentDeps): StartPayment =>
  (command) =>
    requireReturnUrls(deps, command)
      .asyncAndThen(() =>
        commitOnce<Begun, BeginError>(deps, command.request, {
          decide: (reads, resourceId) => begin(deps, reads, command, resourceId),
          // The secret that pays an order is for its owner, also when it is replayed.
          replay: (reads, outcome) => findOrder(deps, reads, command).map((): Begun => ({ type: 'finished', outcome })),
        }),
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

const findOrder = (
  { secrets }: StartPaymentDeps,
  { orders }: DecisionReads,
  { caller, orderId }: StartPaymentCommand,
): ResultAsync<StoredOrder, OrderNotFound> =>
  orders.find(orderId).andThen((found) => authorizeOrder(secrets, caller, orderId, found));

/** Holds the key for a new attempt, or for the one that crashed if the amount to pay is still the same. */
function begin(
  deps: StartPaymentDeps,
  reads: DecisionReads,
  command: StartPaymentCommand,
  resourceId: string | undefined,
): ResultAsync<Decided<Begun>, BeginError> {
  const now = deps.clock.now();
  return findOrder(deps, reads, command).andThen(({ order, version }) =>
    requirePayable(order).asyncAndThen((amount) =>
      (resourceId === undefined ? okAsync(undefined) : reads.payments.find(resourceId)).map((earlier) => {
        const resumed = earlier?.amount.amount === amount.amount ? earlier : undefined;
        const attempt = resumed ?? newAttempt(deps, command, amount, now);
        const change: Change = {
          request: { type: 'hold', request: command.request, ...held(attempt.id, now, holdMs) },
          order: { type: 'unchanged', id: order.id, version },
          ...(resumed === undefined ? { payment: { type: 'add', attempt } } : {}),
        };
        return { result: { type: 'begun', attempt, order } as const, change };
      }),
    ),
  );
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
      // A refusal frees the key. After an outage nobody knows what the provider did: the key keeps the payment's id,
      // and may be tried again at once.
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
    });
}

const requirePayable = (order: Order): Result<Money, OrderNotPayable | OrderPaymentInProgress> =>
  fromDomain(checkPayment(order)).mapErr(({ type, status }) => ({
    type: type === 'order.not-pending' ? 'order.not-payable' : type,
    orderId: order.id,
    status,
  }));

const held = (resourceId: string, now: Instant, ms: number) => ({
  resourceId,
  until: msAfter(now, ms),
  expiresAt: idempotencyExpiry(now),
});
