import { checkReturn, type CheckReturnError, type OrderUnits } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { commitLocked } from '../commit-change.js';
import { fromDomain, type Refusal } from '../from-domain.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { StoredOrder } from '../ports/repositories/order-records.js';
import type { ReturnRequest } from '../ports/repositories/return-records.js';
import type { Secrets } from '../ports/secrets.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { authorizeOrder, type OrderNotFound } from '../ordering/authorize-order.js';
import { sameUnits } from './same-units.js';

export type RequestReturnCommand = {
  readonly caller: Caller;
  readonly orderId: string;
  readonly lines: readonly OrderUnits[];
  readonly reason: string;
};
export type RequestReturnError = OrderNotFound | Refusal<CheckReturnError> | StorageUnavailable;
/** `repeated` when this very return had been announced before and has not arrived. */
export type RequestedReturn = { readonly request: ReturnRequest; readonly repeated: boolean };
/**
 * Keeps a return that its customer announces. Nothing is owed for it before it arrives. The same units for the same
 * reason again are the same return while it is awaited, so that somebody who asks twice announces it once.
 */
export type RequestReturn = (command: RequestReturnCommand) => ResultAsync<RequestedReturn, RequestReturnError>;

type RequestReturnDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
};

export const makeRequestReturn =
  (deps: RequestReturnDeps): RequestReturn =>
  ({ caller, orderId, lines, reason }) =>
    deps.unitOfWork.run((repositories) =>
      repositories.orders
        .lock(orderId)
        .andThen((found) => authorizeOrder(deps.secrets, caller, orderId, found))
        .andThen((stored) =>
          repositories.returns.ofOrder(stored.order.id).andThen((known) => {
            const announced = known.filter(({ receivedAt }) => receivedAt === undefined);
            const same = announced.find((request) => request.reason === reason && sameUnits(request.lines, lines));
            if (same !== undefined) return okAsync({ request: same, repeated: true });
            return fromDomain(checkReturn(stored.order, { lines, announced }))
              .asyncAndThen((units) => announce(deps, repositories, stored, { lines: units, reason }))
              .map((request) => ({ request, repeated: false }));
          }),
        ),
    );

function announce(
  { clock, ids }: RequestReturnDeps,
  repositories: Repositories,
  { order, version }: StoredOrder,
  facts: Pick<ReturnRequest, 'lines' | 'reason'>,
): ResultAsync<ReturnRequest, never> {
  const at = clock.now();
  const request: ReturnRequest = { id: ids.next(), orderId: order.id, ...facts, requestedAt: at };
  return repositories.returns
    .add(request)
    .andThen(() =>
      commitLocked(repositories, {
        // The order is the same, but its view is not: that has another version from now on.
        order: { type: 'change', order, version },
        events: [{ type: 'order.return-requested', orderId: order.id, returnId: request.id, at }],
      }),
    )
    .map(() => request);
}
