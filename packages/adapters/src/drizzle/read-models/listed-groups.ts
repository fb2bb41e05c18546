import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { productSearch } from '../schema.js';

/**
 * The listed products, counted by what `grouping` reads from a row of `product_search`. All rows are counted, and the
 * few of `hidden` products subtracted: so PostgreSQL needs no more than an index on the grouping.
 *
 * @param hidden - a query of product ids
 * @returns a query of the columns `found` and `count`
 * @example listedGroups(sql`tags`, hiddenIds(db, listed))
 */
export const listedGroups = (grouping: SQLWrapper, hidden: SQLWrapper): SQL => sql`
  select found, sum(count)::integer as count
  from (
    select ${grouping} as found, count(*) as count from ${productSearch} group by 1
    union all
    select ${grouping}, -count(*) from ${productSearch}
    where ${productSearch.productId} = any (array(${hidden})) group by 1
  ) as parts group by found having sum(count) > 0`;
