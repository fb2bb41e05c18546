import { changesSales, salesFactsOf, type Change } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { salesFacts } from '../schema.js';
import { insertRows, type WriteStep } from './write-step.js';

/** What reports add up of orders that were paid or refunded. Of a refund that the bank sent back nothing is left. */
const factsOf = ({ order, events }: Change) =>
  (order?.type === 'place' || order?.type === 'change') && changesSales(events) ? salesFactsOf(order.order) : [];

/** Facts that are stored already are not written again, unless their amount has changed. */
export const replaceChangedFacts = sql`
  on conflict (order_id, kind, subject) do update set at = excluded.at, amount = excluded.amount, tax = excluded.tax
  where (sales_facts.amount, sales_facts.tax) <> (excluded.amount, excluded.tax)`;

export const reportSteps: readonly WriteStep<Change>[] = [
  {
    name: 'sales_facts_written',
    rows: (batch) => batch.flatMap(factsOf),
    statement: insertRows(salesFacts, replaceChangedFacts),
    isGuarded: false,
  },
];
