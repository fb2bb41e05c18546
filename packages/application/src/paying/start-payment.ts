import { capturedAmount, subtractMoney, type Instant, type Money, type Order, type OrderStatus } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { idempotencyExpiry } from '../idempotency-expiry.js';
import { msAfter } from '../ms-after.js';
import { reachOrder, type OrderNotFound } from '../ordering/reach-order.js';
import type { Clock } from '../ports/clock.js';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotentRequest,
} from '../ports/idempotency-records.js';
import type { Ids } from '../ports/ids.js';
import type { PaymentGateway, PaymentRefused } from '../ports/payment-gateway.js';
import type { Secrets } from '../ports/secrets.js';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.js';

export type StartPaymentCommand = {
  readonly caller: Caller;
  readonly request: IdempotentRequest;
  readonly orderId: string;
  readonly method: 'card';
};
/** Only a pending order can be paid. */
export type OrderNotPayable = {
  readonly type: 'order.not-payable';
  readonly orderId: string;
  readonly status: OrderStatus;
};
export type StartPaymentError =
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
  readonly clientSecret: string;
};
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
};

type Begun =
  | { readonly type: 'finished'; readonly outcome: string }
  | { readonly type: 'begun'; readonly paymentId: string; readonly order: Order; readonly amount: Money };

/** Longer than the provider is given to answer; afterwards a crashed attempt may be taken up again. */
const holdMs = 30_000;

/**
 * Starts a payment at the provider. Two transactions around one call: the first fixes the payment's id, which is the
 * call's idempotency key, so an attempt that crashes at any point is taken up again as the same payment.
 */
export const makeStartPayment =
  (deps: StartPaymentDeps): StartPayment =>
  (command) =>
    deps.unitOfWork
      .run((repositories) => begin(deps, repositories, command))
      .andThen((begun) => {
        if (begun.type === 'finished') {
          return okAsync({ payment: JSON.parse(begun.outcome) as StartedPayment, replayed: true });
        }
        return callProvider(deps, command, begun).map((payment) => ({ payment, replayed: false }));
      });

function begin(
  { clock, ids, secrets, paymentGateway }: StartPaymentDeps,
  { idempotency, orders, payments }: Repositories,
  { caller, request, orderId, method }: StartPaymentCommand,
): ResultAsync<Begun, IdempotencyKeyReused | IdempotencyInProgress | OrderNotFound | OrderNotPayable> {
  const now = clock.now();
  return idempotency.claim(request, now).andThen((claim) => {
    const reached = orders.lock(orderId).andThen((found) => reachOrder(secrets, caller, orderId, found));
    // Only after the order was reached: the secret that pays it is for its owner, also when it is answered again.
    if (claim.type === 'finished') return reached.map((): Begun => claim);
    return reached
      .andThen(({ order }) => requirePayable(order))
      .andThen(({ order, amount }) => {
        const paymentId = claim.resourceId ?? ids.next();
        const attempt = { id: paymentId, orderId, provider: paymentGateway.provider, method, amount, createdAt: now };
        return (claim.resourceId === undefined ? payments.add(attempt) : okAsync(undefined))
          .andThen(() => idempotency.hold(request, held(paymentId, now, holdMs)))
          .map((): Begun => ({ type: 'begun', paymentId, order, amount }));
      });
  });
}

function callProvider(
  { unitOfWork, paymentGateway, clock }: StartPaymentDeps,
  { request }: StartPaymentCommand,
  { paymentId, order, amount }: Extract<Begun, { readonly type: 'begun' }>,
): ResultAsync<StartedPayment, PaymentRefused | PaymentsUnavailable | IdempotencyInProgress | StorageUnavailable> {
  const { provider } = paymentGateway;
  return paymentGateway
    .startCardPayment({ paymentId, orderId: order.id, orderNumber: order.number, amount, email: order.email })
    .orElse((error) =>
      // A refusal frees the key. After an outage nobody knows what the provider did: the key keeps the payment's id, and
      // may be tried again at once.
      unitOfWork
        .run(({ idempotency }) =>
          error.type === 'payment.refused'
            ? idempotency.abandon(request)
            : idempotency.hold(request, held(paymentId, clock.now(), 0)),
        )
        .andThen(() => errAsync(error)),
    )
    .andThen(({ reference, clientSecret }) => {
      const payment: StartedPayment = { paymentId, provider, clientSecret };
      return unitOfWork
        .run(({ payments, idempotency }) =>
          payments
            .setReference(paymentId, reference)
            .andThen(() =>
              idempotency.complete(request, {
                outcome: JSON.stringify(payment),
                expiresAt: idempotencyExpiry(clock.now()),
              }),
            ),
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
