import type { Instant, Money } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Caller } from '../../caller.js';
import { commitLocked } from '../../commit-change.js';
import { msAfter } from '../../ms-after.js';
import { oncePerRequest } from '../../once-per-request.js';
import { authorizeOrder, type OrderNotFound } from '../../ordering/authorize-order.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type {
  IdempotencyInProgress,
  IdempotencyKeyReused,
  IdempotentRequest,
} from '../../ports/repositories/idempotency-records.js';
import type { StoredOrder } from '../../ports/repositories/order-records.js';
import type { BankDetails } from '../../ports/repositories/shop-records.js';
import type { Repositories, UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { Secrets } from '../../ports/secrets.js';
import { payableAmount, type OrderNotPayable, type OrderPaymentInProgress } from '../payable-amount.js';
import { announcedTransfer, defaultTransferExpiryDays, type AnnouncedTransfer } from './awaited-transfer.js';
import { manualProvider } from './manual-provider.js';

export type StartTransferCommand = {
  readonly caller: Caller;
  readonly request: IdempotentRequest;
  readonly orderId: string;
};
/** The shop has no bank details. */
export type TransferNotOffered = { readonly type: 'payment.transfer-not-offered' };
export type StartTransferError =
  | TransferNotOffered
  | IdempotencyKeyReused
  | IdempotencyInProgress
  | OrderNotFound
  | OrderNotPayable
  | OrderPaymentInProgress
  | StorageUnavailable;

/** Where the buyer sends the money to, and by when. `reference` is what they write on the transfer. */
export type StartedTransfer = {
  readonly paymentId: string;
  readonly provider: typeof manualProvider;
  readonly bankDetails: BankDetails;
  readonly reference: string;
  readonly amount: Money;
  readonly dueAt: Instant;
};
/**
 * Announces that an order is paid by transfer: its stock stays reserved until `dueAt`, and the buyer gets the bank
 * details by mail too. An order has one transfer, and asking again does not move its deadline. Staff record the payment
 * once it has arrived.
 */
export type StartTransfer = (
  command: StartTransferCommand,
) => ResultAsync<{ readonly payment: StartedTransfer; readonly replayed: boolean }, StartTransferError>;

type StartTransferDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  /** `defaultTransferExpiryDays` when absent. */
  readonly transferExpiryDays?: number;
};

export const makeStartTransfer =
  (deps: StartTransferDeps): StartTransfer =>
  ({ caller, request, orderId }) =>
    deps.unitOfWork.run((repositories) => {
      const at = deps.clock.now();
      return oncePerRequest(repositories.idempotency, request, at, () =>
        repositories.orders
          .lock(orderId)
          .andThen((found) => authorizeOrder(deps.secrets, caller, orderId, found))
          .andThen((stored) => start(deps, repositories, stored, at)),
      ).map(({ view: payment, replayed }) => ({ payment, replayed }));
    });

const dayMs = 86_400_000;

function start(
  { ids, transferExpiryDays = defaultTransferExpiryDays }: StartTransferDeps,
  repositories: Repositories,
  { order }: StoredOrder,
  at: Instant,
): ResultAsync<StartedTransfer, TransferNotOffered | OrderNotPayable | OrderPaymentInProgress> {
  return payableAmount(order).asyncAndThen((amount) =>
    repositories.shop.find().andThen((details): ResultAsync<StartedTransfer, TransferNotOffered> => {
      const bankDetails = details?.bankDetails;
      if (bankDetails === undefined) return errAsync({ type: 'payment.transfer-not-offered' });
      const started = ({ id: paymentId, dueAt }: AnnouncedTransfer): StartedTransfer => ({
        paymentId,
        provider: manualProvider,
        bankDetails,
        reference: order.number,
        amount,
        dueAt,
      });
      return repositories.payments.ofOrder(order.id).andThen((attempts) => {
        const known = announcedTransfer(attempts);
        if (known !== undefined) return okAsync(started(known));
        const attempt: AnnouncedTransfer = {
          id: ids.next(),
          orderId: order.id,
          provider: manualProvider,
          method: 'transfer',
          amount,
          reference: order.number,
          createdAt: at,
          dueAt: msAfter(at, transferExpiryDays * dayMs),
          ordinal: attempts.length + 1,
        };
        const requested = {
          type: 'payments.transfer-requested',
          orderId: order.id,
          paymentId: attempt.id,
          at,
        } as const;
        return commitLocked(repositories, { payment: { type: 'add', attempt }, events: [requested] }).map(() =>
          started(attempt),
        );
      });
    }),
  );
}
