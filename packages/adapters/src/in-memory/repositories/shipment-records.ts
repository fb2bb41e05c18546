import type { ShipmentRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const shipmentRecords = ({ shipments }: Tables): ShipmentRecords => ({
  add: ({ id, orderId }) => {
    shipments.set(id, orderId);
    return okAsync(undefined);
  },
  orderOf: (id) => okAsync(shipments.get(id)),
});
