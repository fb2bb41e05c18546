import type { OrderId, ShipmentId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** Which order a parcel belongs to, by the parcel's own id; everything else is in the order. */
export type ShipmentRecords = {
  /** Notes a parcel in the transaction that saves its order with it. */
  readonly add: (shipment: { readonly id: ShipmentId; readonly orderId: OrderId }) => ResultAsync<void, never>;
  readonly orderOf: (id: ShipmentId) => ResultAsync<OrderId | undefined, never>;
};
