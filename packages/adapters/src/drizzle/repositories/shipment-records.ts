import type { ShipmentRecords } from '@cartwright/application';
import { eq } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { shipments } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { query } from '../connection/try-query.js';

/** Which order a parcel is of, in the table `shipments`. */
export const makeDrizzleShipmentRecords = (tx: Database): ShipmentRecords => ({
  add: (shipment) =>
    query(async () => {
      await tx.insert(shipments).values(shipment);
    }),
  orderOf: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select({ orderId: shipments.orderId }).from(shipments).where(eq(shipments.id, id));
      return row?.orderId;
    }),
});
