import { awaitedReturnOf, type ReturnReader } from '@cartwright/application';
import { eq, isNull } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { byInstant, readKeysetPage, selectPage } from './keyset-page.js';
import { requestOf } from '../repositories/return-records.js';
import { orders, returnRequests } from '../schema.js';
import { withOutages } from '../connection/try-query.js';

const oldestFirst = byInstant('requestedAt', 'asc', returnRequests.requestedAt, returnRequests.id);
const isAwaited = isNull(returnRequests.receivedAt);

/**
 * Announced returns, each with its order.
 *
 * @example makeDrizzleReturnReader({ db })
 */
export const makeDrizzleReturnReader = ({ db }: { readonly db: Database }): ReturnReader => ({
  awaited: (request) => {
    const all = db
      .select({ announced: returnRequests, order: orders.document })
      .from(returnRequests)
      .innerJoin(orders, eq(orders.id, returnRequests.orderId));
    return withOutages(async () =>
      readKeysetPage(oldestFirst, request, {
        where: isAwaited,
        select: (page) => selectPage(all, page),
        rowOf: ({ announced, order }) => awaitedReturnOf(requestOf(announced), order),
        count: async () => db.$count(returnRequests, isAwaited),
      }),
    );
  },
});
