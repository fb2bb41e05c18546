import type { ReturnRecords, ReturnRequest } from '@cartwright/application';
import { asc, eq } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { returnRequests } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { query } from '../connection/try-query.js';

/** Announced returns in the table `return_requests`. */
export const makeDrizzleReturnRecords = (tx: Database): ReturnRecords => ({
  add: (request) =>
    query(async () => {
      await tx.insert(returnRequests).values(request);
    }),
  find: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(returnRequests).where(eq(returnRequests.id, id));
      return row === undefined ? undefined : requestOf(row);
    }),
  ofOrder: (orderId) =>
    query(async () => {
      if (!isUuid(orderId)) return [];
      const rows = await tx
        .select()
        .from(returnRequests)
        .where(eq(returnRequests.orderId, orderId))
        .orderBy(asc(returnRequests.requestedAt), asc(returnRequests.id));
      return rows.map(requestOf);
    }),
  setReceived: (id, at) =>
    query(async () => {
      if (isUuid(id)) await tx.update(returnRequests).set({ receivedAt: at }).where(eq(returnRequests.id, id));
    }),
});

/** The return of a row. `lines` are read in the form in which they were stored. */
export const requestOf = ({ receivedAt, ...request }: typeof returnRequests.$inferSelect): ReturnRequest => ({
  ...request,
  ...(receivedAt === null ? {} : { receivedAt }),
});
