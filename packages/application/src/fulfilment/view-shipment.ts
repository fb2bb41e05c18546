import type { Order, Shipment, ShipmentId } from '@cartwright/domain';
import { err, errAsync, ok, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** No parcel has this id. */
export type ShipmentNotFound = { readonly type: 'shipment.not-found'; readonly shipmentId: ShipmentId };
export type ViewShipmentError = ShipmentNotFound | StorageUnavailable;
/** One parcel, and the order that it is of. */
export type ViewShipment = (query: {
  readonly shipmentId: ShipmentId;
}) => ResultAsync<{ readonly order: Order; readonly shipment: Shipment }, ViewShipmentError>;

export const makeViewShipment =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ViewShipment =>
  ({ shipmentId }) => {
    const notFound: ShipmentNotFound = { type: 'shipment.not-found', shipmentId };
    return unitOfWork.read(({ shipments, orders }) =>
      shipments
        .orderOf(shipmentId)
        .andThen((orderId) => (orderId === undefined ? errAsync(notFound) : orders.find(orderId)))
        .andThen((stored) => {
          const shipment = stored?.order.shipments.find(({ id }) => id === shipmentId);
          return stored === undefined || shipment === undefined ? err(notFound) : ok({ order: stored.order, shipment });
        }),
    );
  };
