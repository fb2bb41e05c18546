import type { RefundOrderError } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { saveOrderChange } from '../ordering/save-order-change.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { requestRefunds } from './request-refunds.js';
import type { Refusal } from '../from-domain.js';

export type RequestDueRefundsError = OrderNotFound | Refusal<RefundOrderError> | StorageUnavailable;
/**
 * Commits pending refunds of what an order owes, one for each payment, with the ids that make the requests to the
 * provider idempotent. A repeat finds nothing due.
 */
export type RequestDueRefunds = (command: { readonly orderId: string }) => ResultAsync<void, RequestDueRefundsError>;

type RequestDueRefundsDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: Ids };

export const makeRequestDueRefunds =
  ({ unitOfWork, clock, ids }: RequestDueRefundsDeps): RequestDueRefunds =>
  ({ orderId }) =>
    unitOfWork.run((repositories) =>
      repositories.orders.lock(orderId).andThen((stored): ResultAsync<void, RequestDueRefundsError> => {
        if (stored === undefined) return errAsync({ type: 'order.not-found', orderId });
        const { order } = stored;
        if (order.dueBack.amount === 0) return okAsync(undefined);
        const at = clock.now();
        return requestRefunds(order, order.dueBack, { ids, reason: 'money due back', at })
          .asyncAndThen((change) => saveOrderChange(repositories, stored, change, at))
          .map(() => undefined);
      }),
    );
