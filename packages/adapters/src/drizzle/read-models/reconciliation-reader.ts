import type { ReconciliationReader, ReconciliationRow } from '@cartwright/application';
import { getTableColumns } from 'drizzle-orm';
import { errAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { pageOf, keysetPageOf } from './keyset-page.js';
import { withoutNulls } from '../repositories/reconciliation-records.js';
import { reconciliations } from '../schema.js';
import { tryQuery } from '../connection/try-query.js';

const { differences: _left, ...listed } = getTableColumns(reconciliations);
const newestFirst = [{ key: 'requestedAt', direction: 'desc' }] as const;
const sortColumns = { requestedAt: { column: reconciliations.requestedAt, type: 'instant' } } as const;

/**
 * Reconciliations as staff look through them.
 *
 * @example makeDrizzleReconciliationReader({ db })
 */
export const makeDrizzleReconciliationReader = ({ db }: { readonly db: Database }): ReconciliationReader => ({
  list: (request) => {
    const slice = keysetPageOf(sortColumns, reconciliations.id, newestFirst, request);
    if (slice.isErr()) return errAsync(slice.error);
    const { after, orderBy, limit, offset } = slice.value;
    return tryQuery(async () => {
      const rows = await db
        .select(listed)
        .from(reconciliations)
        .where(after)
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset);
      const total = async (): Promise<number> => db.$count(reconciliations);
      const found = rows.map((row): ReconciliationRow => withoutNulls(row));
      return pageOf(found, newestFirst, ({ requestedAt }) => requestedAt, request, total);
    });
  },
});
