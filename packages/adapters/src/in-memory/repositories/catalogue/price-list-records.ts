import type { BasePrice, Ids, PriceChange, PriceList, PriceListEntry, PriceListRecords } from '@cartwright/application';
import { compareIds, type Instant, type VariantId } from '@cartwright/domain';
import { errAsync, okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

/** Price lists of an in-memory store. */
export const priceListRecords = (tables: Tables, ids: Ids): PriceListRecords => {
  const { priceLists, variants, priceChanges } = tables;

  const recordChanges = (before: PriceList | undefined, after: PriceList | undefined, at: Instant): void => {
    const same = (entry: PriceListEntry) => (other: PriceListEntry) =>
      other.variantId === entry.variantId &&
      other.minQuantity === entry.minQuantity &&
      other.price.currency === entry.price.currency;
    const [earlier, later] = [before?.prices ?? [], after?.prices ?? []];
    const add = ({ variantId, minQuantity, price }: PriceListEntry, isGone: boolean): void => {
      const listId = after?.id ?? before?.id;
      priceChanges.set(ids.next(), {
        variantId,
        currency: price.currency,
        ...(isGone ? {} : { price }),
        ...(listId === undefined ? {} : { listId }),
        minQuantity,
        at,
      });
    };
    for (const entry of earlier) if (!later.some(same(entry))) add(entry, true);
    for (const entry of later) {
      if (earlier.find(same(entry))?.price.amount !== entry.price.amount) add(entry, false);
    }
  };

  return {
    list: () =>
      okAsync(
        [...priceLists.values()]
          .sort((left, right) => compareIds(left.name, right.name) || compareIds(left.id, right.id))
          .map(({ prices: _many, ...list }) => list),
      ),
    find: (id) => okAsync(priceLists.get(id)),
    lock: (id) => okAsync(priceLists.get(id)),
    save: (list, at) => {
      const missing = list.prices.find(({ variantId }) => !variants.has(variantId));
      if (missing !== undefined) return errAsync({ type: 'catalogue.variant-unknown', variantId: missing.variantId });
      const prices = [...list.prices].sort(
        (left, right) => compareIds(left.variantId, right.variantId) || left.minQuantity - right.minQuantity,
      );
      recordChanges(priceLists.get(list.id), list, at);
      priceLists.set(list.id, { ...list, prices });
      return okAsync(undefined);
    },
    remove: (id, at) => {
      recordChanges(priceLists.get(id), undefined, at);
      priceLists.delete(id);
      return okAsync(undefined);
    },
    variantsNamed: (names) =>
      okAsync(
        [...variants.values()]
          .filter(({ id, sku }) => names.includes(id) || names.includes(sku))
          .map(({ id, sku }) => ({ variantId: id, sku })),
      ),
    priceChanges: (variantId) => okAsync([...priceChanges.values()].filter((change) => change.variantId === variantId)),
  };
};

/** Writes each change of a base price with its time. */
export function recordBasePrices(
  { priceChanges }: Tables,
  ids: Ids,
  {
    variantId,
    before,
    after,
    at,
  }: {
    readonly variantId: VariantId;
    readonly before: readonly BasePrice[];
    readonly after: readonly BasePrice[];
    readonly at: Instant;
  },
): void {
  for (const currency of new Set([...before, ...after].map(({ price }) => price.currency))) {
    const [then, now] = [before, after].map((prices) => prices.find(({ price }) => price.currency === currency));
    const isSame =
      then?.price.amount === now?.price.amount && then?.compareAtPrice?.amount === now?.compareAtPrice?.amount;
    if (isSame) continue;
    const change: PriceChange = { variantId, currency, ...now, at };
    priceChanges.set(ids.next(), change);
  }
}
