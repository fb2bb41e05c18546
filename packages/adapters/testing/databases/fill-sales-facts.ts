import { sql } from 'drizzle-orm';
import { resultRows, type Database } from '../../src/drizzle/connection/database.js';
import { salesFacts } from '../../src/drizzle/schema.js';

/**
 * Stores what a million orders of 2026 add to reports, as the group commit writes it: 83,334 a month, a line each, a
 * promotion on every third, a refund of every twentieth. 30,000 buyers, 5,000 variants.
 */
export async function fillSalesFacts(db: Database, orders = 1_000_000): Promise<void> {
  await db.execute(sql`set synchronous_commit = off`);
  // Indexes that are built at the end take a third of the time.
  const name = sql`${sql.identifier('sales_facts_order_id_kind_subject_pk')}`;
  const [byDay] = resultRows(
    await db.execute(sql`select indexdef from pg_indexes where indexname = 'sales_facts_by_day'`),
  ) as readonly { readonly indexdef: string }[];
  if (byDay === undefined) throw new Error('sales facts have an index by day');
  await db.execute(sql`drop index sales_facts_by_day`);
  await db.execute(sql`alter table ${salesFacts} drop constraint ${name}`);
  const rows = 100_000;
  for (let first = 0; first < orders; first += rows) {
    await db.execute(sql`
      insert into ${salesFacts}
        (order_id, kind, subject, at, currency, country, rate, quantity, amount, discounts, shipping, tax, buyer)
      select ('019a9d2e-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid, kind, subject,
        '2026-01-01T00:00:00Z'::timestamptz + number * (interval '365 days' / ${orders}::integer),
        'USD', (array['DE', 'FR', 'AT'])[1 + number % 3], rate, quantity, part, 0, 0, tax,
        case when kind = 'sale' then 'buyer' || number * 7919 % 30000 || '@shop.example' else '' end
      from generate_series(${first}::bigint, ${Math.min(orders, first + rows) - 1}::bigint) as number
      cross join lateral (select 1000 + number % 9000 as amount) as sold
      cross join lateral (
        values ('sale', '', 0, 1, amount, amount / 6),
          ('line', '00000000-0000-7000-8000-' || lpad((number * 31 % 5000)::text, 12, '0'), 0, 1, amount, 0),
          ('tax', '200000', 200000, 0, amount, amount / 6),
          ('promotion', case when number % 3 = 0 then 'p' || number % 20 end, 0, 1, 100, 0),
          ('refund', case when number % 20 = 0 then 'r' end, 0, 0, amount, 0),
          ('refunded-tax', case when number % 20 = 0 then 'r/200000' end, 200000, 0, amount, amount / 6)
      ) as facts (kind, subject, rate, quantity, part, tax)
      where subject is not null`);
  }
  await db.execute(sql`alter table ${salesFacts} add constraint ${name} primary key (order_id, kind, subject)`);
  await db.execute(sql.raw(byDay.indexdef));
  // An index-only read needs the visibility map. Without FREEZE, VACUUM skips pages that a checkpoint is writing.
  await db.execute(sql`vacuum (freeze, analyze) ${salesFacts}`);
}
