import { salesFactsOf, type SalesFactRecords } from '@cartwright/application';
import { asc, gt, sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { query } from '../connection/storage-failures.js';
import { replaceChangedFacts } from '../group-commit/report-steps.js';
import { insertRows } from '../group-commit/write-step.js';
import { orders, salesFacts } from '../schema.js';

/** What reports add up, in the table `sales_facts`. */
export const makeDrizzleSalesFactRecords = (tx: Database): SalesFactRecords => ({
  repair: (limit, after) =>
    query(async () => {
      const found = await tx
        .select({ id: orders.id, document: orders.document })
        .from(orders)
        .where(after === undefined ? undefined : gt(orders.id, after))
        .orderBy(asc(orders.id))
        .limit(limit)
        // A payment or refund that is recorded meanwhile waits, and writes its own rows after these.
        .for('share');
      const facts = found.flatMap(({ document }) => salesFactsOf(document));
      const written = await tx
        .with(tx.$with('written', {}).as(insertRows(salesFacts, replaceChangedFacts)(sql`${JSON.stringify(facts)}`)))
        .select({ repaired: sql<number>`count(*)::integer` })
        .from(sql`written`);
      const last = found.length < limit ? undefined : found.at(-1)?.id;
      return { repaired: written[0]?.repaired ?? 0, ...(last === undefined ? {} : { last }) };
    }),
});
