import type { ReconciliationReader, ReconciliationRow } from '@cartwright/application';
import { getTableColumns } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { byInstant, readKeysetPage, selectPage } from './keyset-page.js';
import { withoutNulls } from '../repositories/reconciliation-records.js';
import { reconciliations } from '../schema.js';
import { withOutages } from '../connection/try-query.js';

const { differences: _left, ...listed } = getTableColumns(reconciliations);
const newestFirst = byInstant('requestedAt', 'desc', reconciliations.requestedAt, reconciliations.id);

/**
 * Reconciliations as staff look through them.
 *
 * @example makeDrizzleReconciliationReader({ db })
 */
export const makeDrizzleReconciliationReader = ({ db }: { readonly db: Database }): ReconciliationReader => ({
  list: (request) =>
    withOutages(async () =>
      readKeysetPage(newestFirst, request, {
        select: (page) => selectPage(db.select(listed).from(reconciliations), page),
        rowOf: (row): ReconciliationRow => withoutNulls(row),
        count: async () => db.$count(reconciliations),
      }),
    ),
});
