import type { ReturnRecords, ReturnRequest } from '@cartwright/application';
import { asc, eq } from 'drizzle-orm';
import type { Database } from './database.js';
import { returnRequests } from './schema.js';
import { isUuid } from './storable-text.js';
import { queried } from './storage-failures.js';

/** Announced returns in the table `return_requests`. */
export const makeDrizzleReturnRecords = (tx: Database): ReturnRecords => ({
  add: (request) =>
    queried(async () => {
      await tx.insert(returnRequests).values(request);
    }),
  find: (id) =>
    queried(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(returnRequests).where(eq(returnRequests.id, id));
      return row === undefined ? undefined : requestOf(row);
    }),
  ofOrder: (orderId) =>
    queried(async () => {
      if (!isUuid(orderId)) return [];
      const rows = await tx
        .select()
        .from(returnRequests)
        .where(eq(returnRequests.orderId, orderId))
        .orderBy(asc(returnRequests.requestedAt), asc(returnRequests.id));
      return rows.map(requestOf);
    }),
  setReceived: (id, at) =>
    queried(async () => {
      if (isUuid(id)) await tx.update(returnRequests).set({ receivedAt: at }).where(eq(returnRequests.id, id));
    }),
});

/** A return as its row tells it; `lines` are read back in the form in which they were kept. */
export const requestOf = ({ receivedAt, ...request }: typeof returnRequests.$inferSelect): ReturnRequest => ({
  ...request,
  ...(receivedAt === null ? {} : { receivedAt }),
});
