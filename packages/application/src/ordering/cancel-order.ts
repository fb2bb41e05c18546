import { cancelOrder, type CancelOrderError as DomainCancelOrderError, type OrderChange } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
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
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { authorizeOrder, type OrderNotFound } from './authorize-order.js';
import { orderView, type OrderView } from './order-view.js';
import { saveOrderChange } from './save-order-change.js';

export type CancelOrderCommand = {
  readonly caller: Caller;
  readonly orderId: string;
  readonly reason?: string;
  /** Absent without an `Idempotency-Key`. */
  readonly request?: IdempotentRequest;
};
export type CancelOrderError =
  IdempotencyKeyReused | IdempotencyInProgress | OrderNotFound | Refusal<DomainCancelOrderError> | StorageUnavailable;
/** Cancels an order, gives its stock back and, when money was captured, has it refunded. */
export type CancelOrder = (command: CancelOrderCommand) => ResultAsync<Replayable<OrderView>, CancelOrderError>;

export const makeCancelOrder =
  (deps: { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly secrets: Secrets }): CancelOrder =>
  ({ caller, orderId, reason, request }) =>
    deps.unitOfWork.run((repositories) =>
      oncePerRequest(repositories.idempotency, request, deps.clock.now(), () =>
        repositories.orders
          .lock(orderId)
          .andThen((found) => authorizeOrder(deps.secrets, caller, orderId, found, 'orders.cancel'))
          .andThen((stored) =>
            fromDomain(
              cancelOrder(stored.order, { at: deps.clock.now(), ...(reason === undefined ? {} : { reason }) }),
            ).asyncAndThen((change: OrderChange) =>
              saveOrderChange(repositories, stored, change, deps.clock.now(), staffAmong(caller, stored)),
            ),
          )
          .andThen((saved) => orderView(repositories, saved)),
      ),
    );

/** The caller's id, unless the order is theirs. */
const staffAmong = (caller: Caller, { order }: StoredOrder): string | undefined =>
  caller.type === 'user' && caller.userId !== order.customerId ? caller.userId : undefined;
