import { maximumBoughtWith } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { boughtTogether, salesFacts, variants } from '../../schema.js';

/** Lines of paid orders that are compared, the latest: so a run takes seconds, however many orders the shop has. */
const comparedLines = 200_000;

/** Products of one order. A wholesaler's order of the whole catalogue states nothing, and has too many pairs. */
const comparedProducts = 50;

/** Counts which products orders have in common. Only pairs whose count has changed are written. */
export async function countBoughtTogether(tx: Database): Promise<void> {
  await tx.execute(sql`
    with lines as (
      select ${salesFacts.orderId} as order_id, ${salesFacts.subject} as subject from ${salesFacts}
      where ${salesFacts.kind} = 'line' order by ${salesFacts.at} desc limit ${comparedLines}
    ), bought as (
      select distinct lines.order_id, ${variants.productId} as product_id
      from lines join ${variants} on ${variants.id} = lines.subject::uuid
    ), compared as (
      select bought.order_id, array_agg(bought.product_id) as products from bought
      group by 1 having count(*) between 2 and ${comparedProducts}
    ), pairs as (
      select one.id as product_id, other.id as other_id, count(*) as orders
      from compared cross join unnest(compared.products) as one (id) cross join unnest(compared.products) as other (id)
      where one.id <> other.id group by 1, 2
    ), ranked as (
      select pairs.*, row_number() over (partition by product_id order by orders desc, other_id) as place from pairs
    ), counted as (
      select product_id, other_id, orders from ranked where place <= ${maximumBoughtWith}
    ), removed as (
      delete from ${boughtTogether} where not exists (
        select from counted
        where counted.product_id = ${boughtTogether.productId} and counted.other_id = ${boughtTogether.otherId}
      )
    )
    insert into ${boughtTogether} (product_id, other_id, orders)
    select product_id, other_id, orders from counted order by 1, 2
    on conflict (product_id, other_id) do update set orders = excluded.orders
    where ${boughtTogether.orders} <> excluded.orders`);
}
