import type { RefundOrderError } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { commitChange, type Decided } from '../commit-change.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { orderWrites } from '../ordering/order-writes.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { requestRefunds } from './request-refunds.js';
import type { Refusal } from '../from-domain.js';

export type RequestDueRefundsError = OrderNotFound | Refusal<RefundOrderError> | StorageUnavailable;
/**
 * Commits pending refunds of what an order owes, one for each payment, with the ids that make the requests to the
 * provider idempotent. A repeat of the job does nothing: what a failed refund owes again is left to staff.
 */
export type RequestDueRefunds = (command: {
  readonly orderId: string;
  readonly jobId: string;
}) => ResultAsync<void, RequestDueRefundsError>;

type RequestDueRefundsDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly ids: Ids };

const handler = 'request-due-refunds';

export const makeRequestDueRefunds =
  ({ unitOfWork, clock, ids }: RequestDueRefundsDeps): RequestDueRefunds =>
  ({ orderId, jobId }) =>
    commitChange(unitOfWork, ({ inbox, orders }) =>
      inbox.seen(jobId, handler).andThen((seen): ResultAsync<Decided<void>, RequestDueRefundsError> => {
        if (seen) return okAsync({ result: undefined });
        return orders.find(orderId).andThen((stored): ResultAsync<Decided<void>, RequestDueRefundsError> => {
          if (stored === undefined) return errAsync({ type: 'order.not-found', orderId });
          const { order } = stored;
          const at = clock.now();
          const message = { messageId: jobId, handler, at };
          if (order.dueBack.amount === 0) return okAsync({ result: undefined, change: { message } });
          return requestRefunds(order, order.dueBack, { ids, reason: 'money due back', at }).asyncAndThen((change) =>
            okAsync({ result: undefined, change: { ...orderWrites(stored, change, at), message } }),
          );
        });
      }),
    );
