import type { BasePrice, Ids } from '@cartwright/application';
import type { CurrencyCode, Instant, VariantId } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { rowsAsJson } from '../../connection/rows-as-json.js';
import { uuidList } from '../../connection/storable-text.js';
import { priceChanges, variantPrices } from '../../schema.js';

/** The base prices of a variant, before and after a change. */
export type PricesOfVariant = {
  readonly variantId: VariantId;
  readonly before: readonly BasePrice[];
  readonly after: readonly BasePrice[];
};

/** Replaces the prices in other currencies than the store's, which is in the variant's own row. */
export async function writeOtherPrices(
  tx: Database,
  prices: readonly PricesOfVariant[],
  storeCurrency: CurrencyCode,
): Promise<void> {
  const changed = prices.filter(({ before, after }) => changesBetween(before, after).length > 0);
  if (changed.length === 0) return;
  const isOther = ({ price }: BasePrice): boolean => price.currency !== storeCurrency;
  const left = changed.filter(({ before }) => before.some(isOther)).map(({ variantId }) => variantId);
  if (left.length > 0) {
    await tx.delete(variantPrices).where(sql`${variantPrices.variantId} = any(${uuidList(left)}::uuid[])`);
  }
  const rows = changed.flatMap(({ variantId, after }) =>
    after.filter(isOther).map(({ price, compareAtPrice }) => ({
      variantId,
      currency: price.currency,
      amount: price.amount,
      compareAt: compareAtPrice?.amount ?? null,
    })),
  );
  if (rows.length > 0) await tx.insert(variantPrices).select(rowsAsJson(variantPrices, rows));
}

/** Writes each change of a base price with its time. */
export async function recordPriceChanges(
  tx: Database,
  ids: Ids,
  prices: readonly PricesOfVariant[],
  at: Instant,
): Promise<void> {
  const rows = prices.flatMap(({ variantId, before, after }) =>
    changesBetween(before, after).map(({ currency, now }) => ({
      id: ids.next(),
      variantId,
      currency,
      amount: now?.price.amount ?? null,
      compareAt: now?.compareAtPrice?.amount ?? null,
      at,
    })),
  );
  if (rows.length > 0) await tx.insert(priceChanges).select(rowsAsJson(priceChanges, rows));
}

/** The currencies whose price is another one now, or none. */
function changesBetween(
  before: readonly BasePrice[],
  after: readonly BasePrice[],
): readonly { readonly currency: CurrencyCode; readonly now: BasePrice | undefined }[] {
  const currencies = new Set([...before, ...after].map(({ price }) => price.currency));
  const inCurrency = (prices: readonly BasePrice[], currency: CurrencyCode) =>
    prices.find(({ price }) => price.currency === currency);
  return [...currencies].flatMap((currency) => {
    const [then, now] = [inCurrency(before, currency), inCurrency(after, currency)];
    const isSame =
      then?.price.amount === now?.price.amount && then?.compareAtPrice?.amount === now?.compareAtPrice?.amount;
    return isSame ? [] : [{ currency, now }];
  });
}
