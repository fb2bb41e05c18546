import type { ShipmentRecords } from '@cartwright/application';
import { eq } from 'drizzle-orm';
import type { Database } from './database.js';
import { shipments } from './schema.js';
import { isUuid } from './storable-text.js';
import { queried } from './storage-failures.js';

/** Which order a parcel is of, in the table `shipments`. */
export const makeDrizzleShipmentRecords = (tx: Database): ShipmentRecords => ({
  add: (shipment) =>
    queried(async () => {
      await tx.insert(shipments).values(shipment);
    }),
  orderOf: (id) =>
    queried(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select({ orderId: shipments.orderId }).from(shipments).where(eq(shipments.id, id));
      return row?.orderId;
    }),
});
