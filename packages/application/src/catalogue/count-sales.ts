import { errAsync, type ResultAsync } from 'neverthrow';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

export type CountSalesError = OrderNotFound | StorageUnavailable;
/** Counts the units of a paid order as sold, once. Lists sort by it. */
export type CountSales = (command: { readonly orderId: string }) => ResultAsync<void, CountSalesError>;

export const makeCountSales =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): CountSales =>
  ({ orderId }) =>
    unitOfWork
      .read(({ orders }) => orders.find(orderId))
      .andThen((stored) =>
        stored === undefined
          ? errAsync({ type: 'order.not-found', orderId } as const)
          : unitOfWork.run(({ catalogue }) => catalogue.countSales(stored.order, clock.now())),
      );
