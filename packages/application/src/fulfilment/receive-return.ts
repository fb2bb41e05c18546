import {
  returnUnits,
  withdrawalShipping,
  type Instant,
  type Money,
  type OrderStatus,
  type ReturnId,
  type ReturnUnitsError,
} from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../caller.js';
import { fromDomain, type Refusal } from '../from-domain.js';
import { oncePerRequest, type Replayable } from '../once-per-request.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotentRequest,
} from '../ports/repositories/idempotency-records.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { ReturnRequest } from '../ports/repositories/return-records.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { lockOrder, type OrderToChange, type OrderVersionStale } from '../ordering/lock-order.js';
import { orderView, type OrderView } from '../ordering/order-view.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { saveOrderChange } from '../ordering/save-order-change.js';

export type ReceiveReturnCommand = Omit<OrderToChange, 'orderId'> & {
  readonly returnId: ReturnId;
  /** Whether its units can be sold again. */
  readonly restock: boolean;
  /** What of the shipping goes back too, tax included. Absent: what a withdrawal promised, else nothing. */
  readonly shippingRefund?: Money;
  /** Absent without an `Idempotency-Key`. */
  readonly request?: IdempotentRequest;
};
export type ReceiveReturnError =
  | IdempotencyKeyReused
  | IdempotencyInProgress
  | { readonly type: 'return.not-found'; readonly returnId: ReturnId }
  /** It was received before, and its units went the other way, or more or less of the shipping went back. */
  | {
      readonly type: 'return.already-received';
      readonly returnId: ReturnId;
      readonly restock: boolean;
      readonly receivedAt: Instant;
    }
  /** A withdrawal from the whole order gives back what the cheapest shipping cost, and no more. */
  | {
      readonly type: 'return.shipping-exceeds-cheapest';
      readonly refundable: Money;
      readonly requested: Money;
      readonly status: OrderStatus;
    }
  | Refusal<ReturnUnitsError>
  | OrderNotFound
  | OrderVersionStale
  | StorageUnavailable;
/**
 * Takes in the units of an announced return, once: what was paid for them is owed from then on, and they are on sale
 * again if they can be. A repeat changes nothing. Returns the order.
 */
export type ReceiveReturn = (
  command: ReceiveReturnCommand,
  staff: StaffCaller,
) => ResultAsync<Replayable<OrderView>, ReceiveReturnError>;

export const makeReceiveReturn =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): ReceiveReturn =>
  ({ returnId, restock, shippingRefund, request, ...seen }, { userId: actor }) =>
    unitOfWork.run((repositories) =>
      oncePerRequest(repositories.idempotency, request, clock.now(), () =>
        repositories.returns.find(returnId).andThen((announced) => {
          if (announced === undefined) return errAsync({ type: 'return.not-found', returnId } as const);
          // What the lock guards is read under it: whether the return has arrived is read off the order.
          return lockOrder(repositories.orders, { orderId: announced.orderId, ...seen })
            .andThen((stored) =>
              receive(repositories, stored, announced, { restock, shippingRefund, at: clock.now(), actor }),
            )
            .andThen((stored) => orderView(repositories, stored));
        }),
      ),
    );

/** The return of a withdrawal has its id. */
const isSame = (left: string, right: string): boolean => left === right;

function receive(
  repositories: Repositories,
  stored: StoredOrder,
  { id, lines, reason }: ReturnRequest,
  {
    restock,
    shippingRefund,
    at,
    actor,
  }: {
    readonly restock: boolean;
    readonly shippingRefund: Money | undefined;
    readonly at: Instant;
    readonly actor: string;
  },
): ResultAsync<StoredOrder, ReceiveReturnError> {
  const known = stored.order.returns.find((received) => received.id === id);
  if (known !== undefined) {
    const isSameShipping =
      shippingRefund === undefined ||
      (shippingRefund.amount === (known.shippingRefund?.amount ?? 0) &&
        shippingRefund.currency === known.amount.currency);
    if (known.restock === restock && isSameShipping) return okAsync(stored);
    return errAsync({ type: 'return.already-received', returnId: id, restock: known.restock, receivedAt: known.at });
  }
  const { order } = stored;
  const withdrawal = order.withdrawals?.find((each) => isSame(each.id, id));
  const refundable = withdrawalShipping(order);
  if (withdrawal?.isWhole === true && shippingRefund !== undefined && shippingRefund.amount > refundable.amount) {
    const requested = shippingRefund;
    return errAsync({ type: 'return.shipping-exceeds-cheapest', refundable, requested, status: order.status });
  }
  const promised = withdrawal?.shippingRefund;
  const shipping =
    shippingRefund ?? (promised && { ...promised, amount: Math.min(promised.amount, refundable.amount) });
  return fromDomain(returnUnits(order, { id, lines, restock, reason, shippingRefund: shipping, at })).asyncAndThen(
    (change) =>
      saveOrderChange(repositories, stored, change, at, actor).andThen((saved) =>
        repositories.returns.setReceived(id, at).map(() => saved),
      ),
  );
}
