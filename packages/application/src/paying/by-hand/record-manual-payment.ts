import { recordPayment, type Money, type RecordPaymentError as DomainRecordPaymentError } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../../caller.js';
import { fromDomain, type Refusal } from '../../from-domain.js';
import { oncePerRequest, type Replayable } from '../../once-per-request.js';
import type { OrderNotFound } from '../../ordering/authorize-order.js';
import { lockOrder, type OrderToChange, type OrderVersionStale } from '../../ordering/lock-order.js';
import { orderView, type OrderView } from '../../ordering/order-view.js';
import { saveOrderChange } from '../../ordering/save-order-change.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotentRequest,
} from '../../ports/repositories/idempotency-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { manualProvider } from './manual-provider.js';

export type RecordManualPaymentCommand = OrderToChange & {
  readonly request: IdempotentRequest;
  readonly amount: Money;
  /** The bank's reference of the transfer: one reference is one payment of the order. */
  readonly reference: string;
};
export type RecordManualPaymentError =
  | IdempotencyKeyReused
  | IdempotencyInProgress
  | OrderNotFound
  | OrderVersionStale
  | Refusal<DomainRecordPaymentError>
  | StorageUnavailable;
/**
 * Records a payment that came to the bank account. A part leaves the order pending, and what the order does not need is
 * due back. A payment that is known by its reference is recorded once; another amount under it is refused.
 */
export type RecordManualPayment = (
  command: RecordManualPaymentCommand,
  staff: StaffCaller,
) => ResultAsync<Replayable<OrderView>, RecordManualPaymentError>;

type RecordManualPaymentDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

export const makeRecordManualPayment =
  ({ unitOfWork, clock }: RecordManualPaymentDeps): RecordManualPayment =>
  ({ request, amount, reference, ...target }, { userId: actor }) =>
    unitOfWork.run((repositories) => {
      const at = clock.now();
      const payment = { provider: manualProvider, reference, amount, method: 'transfer', at };
      return oncePerRequest(repositories.idempotency, request, at, () =>
        lockOrder(repositories.orders, target)
          .andThen((stored) =>
            fromDomain(recordPayment(stored.order, payment)).asyncAndThen((change) =>
              saveOrderChange(repositories, stored, change, at, actor),
            ),
          )
          .andThen((saved) => orderView(repositories, saved)),
      );
    });
