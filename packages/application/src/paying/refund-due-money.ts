import { refundOrder, type Order, type OrderChange, type Refund, type RefundOrderError } from '@cartwright/domain';
import { errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import { fromDomain } from '../from-domain.js';
import type { OrderNotFound } from '../ordering/reach-order.js';
import { saveOrderChange } from '../ordering/save-order-change.js';
import type { Clock } from '../ports/clock.js';
import type { PaymentsUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { PaymentGateway, PaymentRefused } from '../ports/payment-gateway.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

export type RefundDueMoneyError =
  | OrderNotFound
  | RefundOrderError
  | PaymentRefused
  | PaymentsUnavailable
  | StorageUnavailable;
/**
 * Sends back what an order is owed. It first commits pending refunds, one a payment, then asks the provider for each that
 * is still pending, the refund's id being the idempotency key: repeated at any point, no cent goes back twice.
 */
export type RefundDueMoney = (command: { readonly orderId: string }) => ResultAsync<void, RefundDueMoneyError>;

type RefundDueMoneyDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly paymentGateway: PaymentGateway;
  readonly clock: Clock;
  readonly ids: Ids;
};

export const makeRefundDueMoney =
  (deps: RefundDueMoneyDeps): RefundDueMoney =>
  ({ orderId }) =>
    deps.unitOfWork
      .run((repositories) =>
        repositories.orders.lock(orderId).andThen((stored) => {
          if (stored === undefined) return errAsync({ type: 'order.not-found', orderId } as const);
          return requestRefunds(deps, stored.order).asyncAndThen((change) =>
            saveOrderChange(repositories, stored, change, deps.clock.now()),
          );
        }),
      )
      .andThen(({ order }) =>
        ResultAsync.combineWithAllErrors(
          order.refunds.filter(isAskable).map((refund) => askProvider(deps, order, refund)),
        ).mapErr(worthARetry),
      )
      .map(() => undefined);

/** Of several errors an outage counts: were a refusal answered, the refund that met the outage would never go back. */
function worthARetry(
  errors: readonly (PaymentRefused | PaymentsUnavailable)[],
): PaymentRefused | PaymentsUnavailable {
  const [first] = errors;
  if (first === undefined) throw new Error('a combination fails with at least one error');
  return errors.find(({ type }) => type === 'payments.unavailable') ?? first;
}

/** Adds pending refunds until nothing is due, taking from each payment at most what is left of it. */
function requestRefunds({ clock, ids }: RefundDueMoneyDeps, order: Order): Result<OrderChange, RefundOrderError> {
  const start: Result<OrderChange, RefundOrderError> = ok({ order, events: [], stock: [], usage: [] });
  return order.payments.reduce<Result<OrderChange, RefundOrderError>>((change, { reference, amount }) => {
    return change.andThen((sofar) => {
      const left = amount.amount - refundedOf(sofar.order, reference);
      const take = Math.min(sofar.order.dueBack.amount, left);
      if (take <= 0) return ok(sofar);
      return fromDomain(
        refundOrder(sofar.order, {
          id: ids.next(),
          amount: { amount: take, currency: amount.currency },
          reason: 'money due back',
          paymentReference: reference,
          at: clock.now(),
        }),
      ).map((next): OrderChange => ({ ...next, events: [...sofar.events, ...next.events] }));
    });
  }, start);
}

const refundedOf = (order: Order, reference: string): number =>
  order.refunds
    .filter(({ paymentReference, status }) => paymentReference === reference && status !== 'failed')
    .reduce((all, { amount }) => all + amount.amount, 0);

type AskableRefund = Refund & { readonly paymentReference: string };
const isAskable = (refund: Refund): refund is AskableRefund =>
  refund.status === 'pending' && refund.paymentReference !== undefined;

const askProvider = (
  { paymentGateway }: RefundDueMoneyDeps,
  { id: orderId }: Order,
  { id, amount, paymentReference }: AskableRefund,
): ResultAsync<void, PaymentRefused | PaymentsUnavailable> =>
  paymentGateway.refund({ refundId: id, orderId, reference: paymentReference, amount }).andThen(() => okAsync(undefined));
