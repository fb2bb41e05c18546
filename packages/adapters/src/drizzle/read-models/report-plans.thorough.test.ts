import type { ReportRange } from '@cartwright/application';
import { valueOf } from '@cartwright/application/contracts/sample-shop';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillSalesFacts } from '../../../testing/databases/fill-sales-facts.js';
import { openTestPostgres, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { makeDrizzleReportReader } from './report-reader.js';

/** A node of a plan, as `EXPLAIN (ANALYZE, FORMAT JSON)` writes it. */
type Plan = Readonly<Record<string, unknown>> & { readonly Plans?: readonly Plan[] };

const november: ReportRange = { from: '2026-11-01', to: '2026-11-30', timeZone: 'Europe/Berlin' };
const ordersOfNovember = 83_334;

let database: TestDatabase & { readonly url: string };
let client: postgres.Sql;
let ran: { readonly text: string; readonly parameters: readonly unknown[] } | undefined;
let reader: ReturnType<typeof makeDrizzleReportReader>;
beforeAll(async () => {
  database = await openTestPostgres({ maxConnections: 1, statementTimeoutMs: 0 });
  await fillSalesFacts(database.db);
  client = postgres(database.url, { max: 1, fetch_types: false });
  const logger = { logQuery: (text: string, parameters: unknown[]) => void (ran = { text, parameters }) };
  reader = makeDrizzleReportReader({ db: drizzle(client, { logger }) });
});
afterAll(async () => {
  await client.end();
  await database.close();
});

it.each([
  ['sales', () => reader.sales(november, 'day'), 30],
  ['top products', () => reader.topProducts(november, 1_000), 1_000],
  ['customers', () => reader.customers(november, 1_000), 1_000],
  ['promotions', () => reader.promotions(november), 20],
  ['taxes', () => reader.taxes(november), 3],
] as const)(
  'the %s of a month of a million orders come from the rows of that month, and from an index without the table',
  async (_name, report, rows) => {
    expect(valueOf<readonly unknown[], unknown>(await report())).toHaveLength(rows);
    if (ran === undefined) throw new Error('the report runs a statement');
    const [row] = await client.unsafe(`explain (analyze, format json) ${ran.text}`, ran.parameters as never[]);
    const plans = (row?.['QUERY PLAN'] ?? []) as readonly { readonly Plan: Plan }[];
    const reads = plans
      .flatMap(({ Plan: plan }) => nodesIn(plan))
      .filter((node) => node['Relation Name'] === 'sales_facts');
    expect(reads.map((node) => [node['Node Type'], node['Index Name']])).toEqual([
      ['Index Only Scan', 'sales_facts_by_day'],
    ]);
    expect(Number(reads[0]?.['Actual Rows']) * Number(reads[0]?.['Actual Loops'])).toBeLessThan(1.1 * ordersOfNovember);
  },
);

function nodesIn(plan: Plan): readonly Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesIn)];
}
