import { salesFactsOf, type SalesFactRecords } from '@cartwright/application';
import { and, asc, getTableColumns, gt, inArray, lte, notExists, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { insertRows, parameterRows } from '../../connection/parameter-rows.js';
import { query } from '../../connection/try-query.js';
import { orders, salesFacts } from '../../schema.js';

const { orderId: _order, kind: _kind, subject: _subject, ...values } = getTableColumns(salesFacts);
const names = Object.values(values).map(({ name }) => sql.identifier(name));
const valuesOf = (row: SQL): SQL =>
  sql.join(
    names.map((name) => sql`${row}.${name}`),
    sql`, `,
  );

/** Facts that are stored already are not written again, unless one of their values has changed. */
export const replaceChangedFacts = sql`
  on conflict (order_id, kind, subject) do update
  set (${sql.join(names, sql`, `)}) = (${valuesOf(sql`excluded`)})
  where (${valuesOf(sql`sales_facts`)}) is distinct from (${valuesOf(sql`excluded`)})`;

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
      const facts = sql`${JSON.stringify(found.flatMap(({ document }) => salesFactsOf(document)))}`;
      const written = await tx
        .with(tx.$with('written', {}).as(insertRows(salesFacts, replaceChangedFacts)(facts)))
        .select({ repaired: sql<number>`count(*)::integer` })
        .from(sql`written`);
      const last = found.length < limit ? undefined : found.at(-1)?.id;

      const { orderId, kind, subject } = salesFacts;
      const due = parameterRows(facts, 'due', { orderId: 'uuid', kind: 'text', subject: 'text' });
      const isDue = sql`select from ${due} where (due."orderId", due.kind, due.subject) = (${orderId}, ${kind}, ${subject})`;
      const ofOrder = tx
        .select({ one: sql`1` })
        .from(orders)
        .where(sql`${orders.id} = ${orderId}`);
      const removed = await tx
        .delete(salesFacts)
        .where(
          and(
            after === undefined ? undefined : gt(orderId, after),
            last === undefined ? undefined : lte(orderId, last),
            sql`not exists (${isDue})`,
            // An order that was placed meanwhile is not among those found. Its rows stay.
            or(
              inArray(
                orderId,
                found.map(({ id }) => id),
              ),
              notExists(ofOrder),
            ),
          ),
        )
        .returning({ orderId });
      return {
        repaired: written[0]?.repaired ?? 0,
        removed: removed.length,
        ...(last === undefined ? {} : { last }),
      };
    }),
});
