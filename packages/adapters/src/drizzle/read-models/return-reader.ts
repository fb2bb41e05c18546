import { awaitedReturnOf, type ReturnReader, type Sorting } from '@cartwright/application';
import { and, eq, isNull } from 'drizzle-orm';
import { errAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { pageOf, keysetPageOf } from './keyset-page.js';
import { requestOf } from '../repositories/return-records.js';
import { orders, returnRequests } from '../schema.js';
import { tryQuery } from '../connection/try-query.js';

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
    const slice = keysetPageOf({ requestedAt: column }, returnRequests.id, oldestFirst, request);
    if (slice.isErr()) return errAsync(slice.error);
    const { after, orderBy, limit, offset } = slice.value;
    return tryQuery(async () => {
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
