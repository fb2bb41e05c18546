import { expireOrder, type ExpireOrderError, type OrderId } from '@cartwright/domain';
import { err, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import { fromDomain } from '../from-domain.js';
import { msAfter } from '../ms-after.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { PendingOrder } from '../ports/repositories/order-records.js';
import { transferDueAt } from '../paying/by-hand/awaited-transfer.js';
import { endAttempt, isOpenAt, type EndAttemptDeps } from '../paying/end-attempt.js';
import { saveOrderChange } from './save-order-change.js';

/** How many orders were cancelled, and how many could not be because of a defect, which is logged. */
export type ExpiredOrders = { readonly expired: number; readonly failed: number };
/**
 * Cancels every order whose time to pay is over: its stock goes back on sale, and captured money becomes due back. An
 * order that is paid by transfer has its own deadline. Open payments end at the provider first. A payment that the
 * provider reports as paid is recorded. An order does not expire while a payment is in progress or the provider does
 * not respond. Concurrent payments, cancellations and expiries come before or after an order's expiry.
 */
export type ExpireUnpaidOrders = () => ResultAsync<ExpiredOrders, StorageUnavailable>;

export type ExpireUnpaidOrdersDeps = EndAttemptDeps & {
  readonly log: Log;
  /** Milliseconds from placing an order to the end of its time to pay. */
  readonly timeToPayMs: number;
};

/** Orders looked for at a time. */
const batch = 100;

/**
 * Reads the orders in batches and expires each in its own transaction. One transaction for all would lock many orders,
 * block a database with one session, and fail as a whole for one order.
 */
export const makeExpireUnpaidOrders =
  (deps: ExpireUnpaidOrdersDeps): ExpireUnpaidOrders =>
  () =>
    new ResultAsync(expireAll(deps));

async function expireAll(deps: ExpireUnpaidOrdersDeps): Promise<Result<ExpiredOrders, StorageUnavailable>> {
  const { unitOfWork, clock, log, timeToPayMs } = deps;
  const placedBy = msAfter(clock.now(), -timeToPayMs);
  let [expired, failed, waiting] = [0, 0, 0];
  let last: PendingOrder | undefined;
  do {
    const found = await unitOfWork.read(({ orders }) => orders.pendingPlacedBy(placedBy, batch, last, clock.now()));
    if (found.isErr()) return err(found.error);
    for (const { id } of found.value) {
      const outcome = await expireOne(deps, id);
      if (outcome === 'expired') expired += 1;
      else if (outcome === 'failed') failed += 1;
      else if (outcome === 'waiting') waiting += 1;
      else if (outcome !== 'left alone') return err(outcome);
    }
    last = found.value.length < batch ? undefined : found.value.at(-1);
  } while (last !== undefined);
  if (expired > 0) log.info({ orders: expired }, 'orders expired unpaid');
  if (waiting > 0) log.warn({ orders: waiting }, 'orders do not expire until the payment provider responds');
  return ok({ expired, failed });
}

/**
 * One order in a transaction of its own. Whatever is wrong with it is for the log: the others are not to wait for it.
 */
async function expireOne(
  deps: ExpireUnpaidOrdersDeps,
  orderId: OrderId,
): Promise<'expired' | 'left alone' | 'waiting' | 'failed' | StorageUnavailable> {
  const { unitOfWork, clock, log, timeToPayMs } = deps;
  try {
    const payments = await endOpenPayments(deps, orderId);
    if (payments !== 'ended') return payments;
    const expiry = await unitOfWork.run((repositories) =>
      repositories.orders.lock(orderId).andThen((stored): ResultAsync<boolean, ExpireOrderError> => {
        // Paid, cancelled or expired since it was looked for, or a payment takes its days.
        if (stored?.order.status !== 'pending' || stored.order.paymentStatus === 'processing') return okAsync(false);
        return repositories.payments.ofOrder(orderId).andThen((attempts): ResultAsync<boolean, ExpireOrderError> => {
          const at = clock.now();
          const deadline = transferDueAt(attempts) ?? msAfter(stored.order.placedAt, timeToPayMs);
          // A transfer was announced since the order was looked for.
          if (deadline > at) return okAsync(false);
          return fromDomain(expireOrder(stored.order, { deadline, at }))
            .asyncAndThen((change) => saveOrderChange(repositories, stored, change, at))
            .map(() => true);
        });
      }),
    );
    if (expiry.isOk()) return expiry.value ? 'expired' : 'left alone';
    if (expiry.error.type === 'storage.unavailable') return expiry.error;
    log.error({ orderId, err: expiry.error }, 'an order could not expire');
  } catch (error) {
    log.error({ orderId, err: error }, 'an order could not expire');
  }
  return 'failed';
}

/**
 * Ends the payments of a pending order that can still be paid, before it expires: afterwards nobody can pay it. A
 * payment that the provider refuses to end does not keep the order: it does not know the payment.
 */
async function endOpenPayments(
  deps: ExpireUnpaidOrdersDeps,
  orderId: OrderId,
): Promise<'ended' | 'left alone' | 'waiting' | 'failed' | StorageUnavailable> {
  const found = await deps.unitOfWork.read(({ orders, payments }) =>
    orders.find(orderId).andThen((stored) => payments.ofOrder(orderId).map((attempts) => ({ stored, attempts }))),
  );
  if (found.isErr()) return found.error;
  const { stored, attempts } = found.value;
  if (stored?.order.status !== 'pending' || stored.order.paymentStatus === 'processing') return 'left alone';
  for (const attempt of attempts.filter((each) => isOpenAt(deps.paymentGateway, each))) {
    const ended = await endAttempt(deps, stored.order, attempt);
    if (ended.isOk()) {
      if (ended.value === 'processing') return 'left alone';
      continue;
    }
    const { error } = ended;
    const facts = { orderId, paymentId: attempt.id, err: error };
    switch (error.type) {
      case 'storage.unavailable':
        return error;
      case 'payments.unavailable':
        return 'waiting';
      case 'payment.refused':
        deps.log.warn(facts, 'a payment of an expired order could not be ended');
        break;
      default:
        deps.log.error(facts, 'an order could not expire');
        return 'failed';
    }
  }
  return 'ended';
}
