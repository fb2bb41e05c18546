import { changesSales, salesFactsOf, type Change } from '@cartwright/application';
import { insertRows } from '../connection/parameter-rows.js';
import { replaceChangedFacts } from '../repositories/reports/sales-fact-records.js';
import { salesFacts } from '../schema.js';
import type { WriteStep } from './write-step.js';

/** What reports add up of orders that were paid or refunded. A refund that the bank sent back becomes zero. */
const factsOf = ({ order, events }: Change) =>
  (order?.type === 'place' || order?.type === 'change') && changesSales(events) ? salesFactsOf(order.order) : [];

export const reportSteps: readonly WriteStep<Change>[] = [
  {
    name: 'sales_facts_written',
    rows: (batch) => batch.flatMap(factsOf),
    statement: insertRows(salesFacts, replaceChangedFacts),
    isGuarded: false,
  },
];
