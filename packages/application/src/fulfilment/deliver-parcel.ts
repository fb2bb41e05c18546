import {
  deliverParcel,
  type DeliverParcelError as DomainDeliverParcelError,
  type ShipmentId,
} from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { fromDomain, type Refusal } from '../from-domain.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { lockOrder, type OrderToChange, type OrderVersionStale } from '../ordering/lock-order.js';
import { orderView, type OrderView } from '../ordering/order-view.js';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import { saveOrderChange } from '../ordering/save-order-change.js';
import type { ShipmentNotFound } from './view-shipment.js';

export type DeliverParcelCommand = Omit<OrderToChange, 'orderId'> & { readonly shipmentId: ShipmentId };
export type DeliverParcelError =
  ShipmentNotFound | Refusal<DomainDeliverParcelError> | OrderNotFound | OrderVersionStale | StorageUnavailable;
/** Records that a parcel has arrived. A repeat changes nothing. Returns the order. */
export type DeliverParcel = (command: DeliverParcelCommand) => ResultAsync<OrderView, DeliverParcelError>;

export const makeDeliverParcel =
  ({ unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock }): DeliverParcel =>
  ({ shipmentId, ...seen }) =>
    unitOfWork.run((repositories) =>
      repositories.shipments
        .orderOf(shipmentId)
        .andThen((orderId) =>
          orderId === undefined
            ? errAsync({ type: 'shipment.not-found', shipmentId } as const)
            : lockOrder(repositories.orders, { orderId, ...seen }),
        )
        .andThen((stored) => {
          const parcel = stored.order.shipments.find(({ id }) => id === shipmentId);
          if (parcel?.deliveredAt !== undefined) return okAsync(stored);
          const at = clock.now();
          return fromDomain(deliverParcel(stored.order, { id: shipmentId, at })).asyncAndThen((change) =>
            saveOrderChange(repositories, stored, change, at),
          );
        })
        .andThen((stored) => orderView(repositories, stored)),
    );
