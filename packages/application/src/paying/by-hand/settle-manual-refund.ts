import { confirmRefund, failRefund, type ConfirmRefundError, type RefundId } from '@cartwright/domain';
import { errAsync, type ResultAsync } from 'neverthrow';
import { fromDomain, type Refusal } from '../../from-domain.js';
import type { OrderNotFound } from '../../ordering/authorize-order.js';
import { lockOrder, type OrderToChange, type OrderVersionStale } from '../../ordering/lock-order.js';
import { orderView, type OrderView } from '../../ordering/order-view.js';
import { saveOrderChange } from '../../ordering/save-order-change.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { StoredOrder } from '../../ports/repositories/order-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { withoutSettledPayers } from '../../privacy/erased-order.js';
import { manualProvider } from './manual-provider.js';

export type SettleManualRefundCommand = OrderToChange & {
  readonly refundId: RefundId;
  /** Why the money could not be sent: it is owed again. Absent: it was sent. */
  readonly failure?: string;
};
/** The provider of the payment settles its refunds itself. */
export type RefundNotManual = {
  readonly type: 'refund.not-manual';
  readonly refundId: RefundId;
  readonly provider: string;
};
export type SettleManualRefundError =
  OrderNotFound | OrderVersionStale | RefundNotManual | Refusal<ConfirmRefundError> | StorageUnavailable;
/**
 * Records that staff have sent the money of a refund by a transfer of their own, or that they could not. Only refunds
 * of payments that were recorded by hand are settled so. A repeat changes nothing. Returns the order.
 */
export type SettleManualRefund = (
  command: SettleManualRefundCommand,
) => ResultAsync<OrderView, SettleManualRefundError>;

type SettleManualRefundDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

export const makeSettleManualRefund =
  ({ unitOfWork, clock }: SettleManualRefundDeps): SettleManualRefund =>
  ({ refundId, failure, ...target }) =>
    unitOfWork.run((repositories) =>
      lockOrder(repositories.orders, target)
        .andThen((stored): ResultAsync<StoredOrder, RefundNotManual | Refusal<ConfirmRefundError>> => {
          const { order } = stored;
          const provider = order.refunds.find(({ id }) => id === refundId)?.provider;
          if (provider !== undefined && provider !== manualProvider) {
            return errAsync({ type: 'refund.not-manual', refundId, provider });
          }
          const at = clock.now();
          const settled =
            failure === undefined
              ? confirmRefund(order, { id: refundId, at })
              : failRefund(order, { id: refundId, failure, at });
          return fromDomain(settled).asyncAndThen((change) => {
            // A repeat writes nothing.
            const next = change.order === order ? order : withoutSettledPayers(change.order);
            return saveOrderChange(repositories, stored, { ...change, order: next }, at);
          });
        })
        .andThen((stored) => orderView(repositories, stored)),
    );
