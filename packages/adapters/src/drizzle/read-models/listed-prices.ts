import type { ListedAt } from '@cartwright/application';
import type { CurrencyCode } from '@cartwright/domain';
import { sql, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { noPrice, priceListEntries, priceLists, products, variantPrices, variants } from '../schema.js';

/** The prices that a list shows: the lowest one of a product, and one for each of its variants. */
export type ListedPrices = {
  /** Of the cheapest variant of a row of `products`. */
  readonly lowest: SQL;
  /** Of the dearest variant. */
  readonly highest: SQL;
  /** Whether the product has a price at all. */
  readonly isPriced: SQL;
  /** Whether some variant costs from one amount to another. */
  readonly isBetween: (from: number, to: number) => SQL;
};

/**
 * The prices that a list filters and sorts by. In the store's currency and without a price list for the customer they
 * stand in the tables, and an index sorts by them. Otherwise each is chosen as the domain's `choosePrice` chooses it.
 */
export async function listedPrices(db: Database, listed: ListedAt, storeCurrency: CurrencyCode): Promise<ListedPrices> {
  const isOfStore = listed.currency === storeCurrency;
  const applies = isApplying(listed);
  const lists = await db.select({ id: priceLists.id }).from(priceLists).where(applies).limit(1);
  if (isOfStore && lists.length === 0) return basePrices;
  const base = isOfStore
    ? sql`variants.price`
    : sql`(
        select ${variantPrices.amount} from ${variantPrices}
        where ${variantPrices.variantId} = variants.id and ${variantPrices.currency} = ${listed.currency}
      )`;
  const chosen =
    lists.length === 0
      ? base
      : sql`coalesce((
          select ${priceListEntries.amount}
          from ${priceListEntries} join ${priceLists} on ${priceLists.id} = ${priceListEntries.listId}
          where ${priceListEntries.variantId} = variants.id and ${priceListEntries.minQuantity} = 1 and ${applies}
          order by ${priceLists.priority} desc, ${priceListEntries.amount}, ${priceLists.id} limit 1
        ), ${base})`;
  const amounts = sql`select ${chosen} as amount from ${variants}
    where ${variants.productId} = ${products.id} and not ${variants.archived}`;
  return {
    lowest: sql`coalesce((select min(priced.amount) from (${amounts}) as priced), ${noPrice}::bigint)`,
    highest: sql`(select max(priced.amount) from (${amounts}) as priced)`,
    isPriced: sql`exists (select from (${amounts}) as priced where priced.amount is not null)`,
    isBetween: (from, to) => sql`exists (
      select from (${amounts}) as priced where priced.amount between ${from}::bigint and ${to}::bigint
    )`,
  };
}

const isApplying = ({ at, currency, groups }: ListedAt): SQL => sql`(
  ${priceLists.currency} = ${currency}
  and (${priceLists.groups} is null or exists (
    select from jsonb_array_elements_text(${priceLists.groups}) as allowed
    where allowed in (select jsonb_array_elements_text(${JSON.stringify(groups)}::jsonb))
  ))
  and (${priceLists.startsAt} is null or ${priceLists.startsAt} <= ${at}::timestamptz)
  and (${priceLists.endsAt} is null or ${priceLists.endsAt} > ${at}::timestamptz)
)`;

const basePrices: ListedPrices = {
  lowest: sql`${products.lowestPrice}`,
  highest: sql`(
    select max(${variants.price}) from ${variants}
    where ${variants.productId} = ${products.id} and not ${variants.archived}
  )`,
  // Written out: only so does the index of what is hidden serve.
  isPriced: sql`${products.lowestPrice} <> ${sql.raw(String(noPrice))}`,
  isBetween: (from, to) => sql`exists (
    select 1 from ${variants}
    where ${variants.productId} = ${products.id} and not ${variants.archived}
      and ${variants.price} between ${from}::bigint and ${to}::bigint
  )`,
};

/** Whether the tables have the prices of a list. */
export const isByBasePrices = (prices: ListedPrices): boolean => prices === basePrices;
