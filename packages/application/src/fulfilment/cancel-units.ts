import { cancelUnits, type CancelUnitsError as DomainCancelUnitsError, type OrderUnits } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../caller.js';
import { fromDomain, type Refusal } from '../from-domain.js';
import { oncePerRequest, type Replayable } from '../once-per-request.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotentRequest,
} from '../ports/repositories/idempotency-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { lockOrder, type OrderToChange, type OrderVersionStale } from '../ordering/lock-order.js';
import { orderView, type OrderView } from '../ordering/order-view.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { saveOrderChange } from '../ordering/save-order-change.js';

export type CancelUnitsCommand = OrderToChange & {
  readonly request: IdempotentRequest;
  readonly lines: readonly OrderUnits[];
  readonly reason?: string;
};
export type CancelUnitsError =
  | IdempotencyKeyReused
  | IdempotencyInProgress
  | OrderNotFound
  | OrderVersionStale
  | Refusal<DomainCancelUnitsError>
  | StorageUnavailable;
/**
 * Cancels units of a paid order that are not shipped: they are on sale again, and what was paid for them is due back. A
 * repeat of the request returns what the first one did, and cancels no further units.
 */
export type CancelUnits = (
  command: CancelUnitsCommand,
  staff: StaffCaller,
) => ResultAsync<Replayable<OrderView>, CancelUnitsError>;

type CancelUnitsDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: Ids };

export const makeCancelUnits =
  ({ unitOfWork, clock, ids }: CancelUnitsDeps): CancelUnits =>
  ({ request, lines, reason, ...target }, { userId: actor }) =>
    unitOfWork.run((repositories) => {
      const at = clock.now();
      return oncePerRequest(repositories.idempotency, request, at, () =>
        lockOrder(repositories.orders, target)
          .andThen((stored) =>
            fromDomain(cancelUnits(stored.order, { id: ids.next(), lines, reason, at })).asyncAndThen((change) =>
              saveOrderChange(repositories, stored, change, at, actor),
            ),
          )
          .andThen((saved) => orderView(repositories, saved)),
      );
    });
