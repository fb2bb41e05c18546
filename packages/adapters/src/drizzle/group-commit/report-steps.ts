import { changesSales, salesFactsOf, type Change } from '@cartwright/application';
import { getTableColumns, sql, type SQL } from 'drizzle-orm';
import { salesFacts } from '../schema.js';
import { insertRows, type WriteStep } from './write-step.js';

/** What reports add up of orders that were paid or refunded. A refund that the bank sent back becomes zero. */
const factsOf = ({ order, events }: Change) =>
  (order?.type === 'place' || order?.type === 'change') && changesSales(events) ? salesFactsOf(order.order) : [];

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

export const reportSteps: readonly WriteStep<Change>[] = [
  {
    name: 'sales_facts_written',
    rows: (batch) => batch.flatMap(factsOf),
    statement: insertRows(salesFacts, replaceChangedFacts),
    isGuarded: false,
  },
];
