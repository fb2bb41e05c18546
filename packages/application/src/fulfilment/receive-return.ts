import { returnUnits, type Instant, type ReturnId, type ReturnUnitsError } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../caller.js';
import { fromDomain, type Refusal } from '../from-domain.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
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
};
export type ReceiveReturnError =
  | { readonly type: 'return.not-found'; readonly returnId: ReturnId }
  /** It was received before, and its units went the other way. */
  | {
      readonly type: 'return.already-received';
      readonly returnId: ReturnId;
      readonly restock: boolean;
      readonly receivedAt: Instant;
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
) => ResultAsync<OrderView, ReceiveReturnError>;

export const makeReceiveReturn =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): ReceiveReturn =>
  ({ returnId, restock, ...seen }, { userId: actor }) =>
    unitOfWork.run((repositories) =>
      repositories.returns.find(returnId).andThen((request) => {
        if (request === undefined) return errAsync({ type: 'return.not-found', returnId } as const);
        // What the lock guards is read under it: whether the return has arrived is read off the order.
        return lockOrder(repositories.orders, { orderId: request.orderId, ...seen })
          .andThen((stored) => receive(repositories, stored, request, { restock, at: clock.now(), actor }))
          .andThen((stored) => orderView(repositories, stored));
      }),
    );

function receive(
  repositories: Repositories,
  stored: StoredOrder,
  { id, lines, reason }: ReturnRequest,
  { restock, at, actor }: { readonly restock: boolean; readonly at: Instant; readonly actor: string },
): ResultAsync<StoredOrder, ReceiveReturnError> {
  const known = stored.order.returns.find((received) => received.id === id);
  if (known !== undefined) {
    if (known.restock === restock) return okAsync(stored);
    return errAsync({ type: 'return.already-received', returnId: id, restock: known.restock, receivedAt: known.at });
  }
  return fromDomain(returnUnits(stored.order, { id, lines, restock, reason, at })).asyncAndThen((change) =>
    saveOrderChange(repositories, stored, change, at, actor).andThen((saved) =>
      repositories.returns.setReceived(id, at).map(() => saved),
    ),
  );
}
