import type { Order } from '@cartwright/domain';
import type { AuditFacts } from '../ports/audit/audit-log.js';
import type { PriceList, PriceListEntry } from '../ports/repositories/catalogue/price-list-records.js';

/** What staff may change of an order, and the log may not show. */
const amendable = ['email', 'shippingAddress', 'note', 'metadata'] as const;

/** Names the changed facts of an order whose values are personal. */
export function changedFacts(before: Order, after: Order): AuditFacts {
  const changed = amendable.filter((fact) => JSON.stringify(before[fact]) !== JSON.stringify(after[fact]));
  return changed.length === 0 ? {} : { changed };
}

/** More changed prices than this are only counted. */
const mostShown = 20;

/** Counts the changed prices of a price list, and shows them if they are few. */
export function changedPrices(before: PriceList, after: PriceList): AuditFacts {
  const [old, current] = [byVariantAndQuantity(before), byVariantAndQuantity(after)];
  const changes = [...new Set([...old.keys(), ...current.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), current.get(key)];
    const isSame = was?.price.amount === is?.price.amount && was?.price.currency === is?.price.currency;
    const { variantId, minQuantity } = is ?? was ?? {};
    return isSame ? [] : [{ variantId, minQuantity, before: was?.price ?? null, after: is?.price ?? null }];
  });
  if (changes.length === 0) return {};
  return { pricesChanged: changes.length, ...(changes.length > mostShown ? {} : { changes }) };
}

const byVariantAndQuantity = ({ prices }: PriceList): ReadonlyMap<string, PriceListEntry> =>
  new Map(prices.map((entry) => [`${entry.variantId} ${entry.minQuantity}`, entry]));
