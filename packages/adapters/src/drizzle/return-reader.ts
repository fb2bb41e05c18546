import { awaitedReturnOf, type ReturnReader, type Sorting } from '@cartwright/application';
import { and, eq, isNull } from 'drizzle-orm';
import { errAsync } from 'neverthrow';
import type { Database } from './database.js';
import { pageOf, sliceOf } from './list-page.js';
import { requestOf } from './return-records.js';
import { orders, returnRequests } from './schema.js';
import { answerOf } from './storage-failures.js';

const oldestFirst: Sorting<'requestedAt'> = [{ key: 'requestedAt', direction: 'asc' }];
const isAwaited = isNull(returnRequests.receivedAt);

/**
 * Announced returns, each with its order.
 *
 * @example makeDrizzleReturnReader({ db })
 */
export const makeDrizzleReturnReader = ({ db }: { readonly db: Database }): ReturnReader => ({
  awaited: (request) => {
    const column = { column: returnRequests.requestedAt, type: 'instant' } as const;
    const slice = sliceOf({ requestedAt: column }, returnRequests.id, oldestFirst, request);
    if (slice.isErr()) return errAsync(slice.error);
    const { after, orderBy, limit, offset } = slice.value;
    return answerOf(async () => {
      const rows = await db
        .select({ announced: returnRequests, order: orders.document })
        .from(returnRequests)
        .innerJoin(orders, eq(orders.id, returnRequests.orderId))
        .where(and(isAwaited, after))
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset);
      const total = async (): Promise<number> => db.$count(returnRequests, isAwaited);
      const awaited = rows.map(({ announced, order }) => awaitedReturnOf(requestOf(announced), order));
      return pageOf(awaited, oldestFirst, ({ requestedAt }) => requestedAt, request, total);
    });
  },
});
