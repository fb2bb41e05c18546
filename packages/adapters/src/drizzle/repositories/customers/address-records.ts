import type { AddressRecords } from '@cartwright/application';
import { eq } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { isUuid } from '../../connection/storable-text.js';
import { query } from '../../connection/try-query.js';
import { addresses } from '../../schema.js';

/** Address books in the table `addresses`. */
export const makeDrizzleAddressRecords = (tx: Database): AddressRecords => ({
  ofUser: (userId) =>
    query(async () =>
      isUuid(userId) ? tx.select().from(addresses).where(eq(addresses.userId, userId)).orderBy(addresses.id) : [],
    ),
  save: (saved) =>
    query(async () => {
      const { id: _key, ...facts } = saved;
      await tx.insert(addresses).values(saved).onConflictDoUpdate({ target: addresses.id, set: facts });
    }),
  remove: (id) =>
    query(async () => {
      if (isUuid(id)) await tx.delete(addresses).where(eq(addresses.id, id));
    }),
});
