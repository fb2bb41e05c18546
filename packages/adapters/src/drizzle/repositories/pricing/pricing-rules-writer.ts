import type { ShippingMethod, StorageUnavailable } from '@cartwright/application';
import type { MinimumOrderRule, Promotion } from '@cartwright/domain';
import { inArray, sql } from 'drizzle-orm';
import type { ResultAsync } from 'neverthrow';
import type { Database } from '../../connection/database.js';
import { pricingSettings, promotions, shippingMethods } from '../../schema.js';
import { tryQuery } from '../../connection/storage-failures.js';

/**
 * Makes promotions, or replaces those that have the same id. Errors: `storage.unavailable`.
 *
 * @example await savePromotions(db, [{ id: 'welcome', name: '10 % off', target: { type: 'order' }, effect: { type:
 * 'percent', rate: 100_000 } }])
 */
export const savePromotions = (db: Database, all: readonly Promotion[]): ResultAsync<void, StorageUnavailable> =>
  tryQuery(async () => {
    if (all.length === 0) return;
    await db
      .insert(promotions)
      .values(all.map((promotion) => ({ id: promotion.id, document: promotion })))
      .onConflictDoUpdate({ target: promotions.id, set: { document: sql`excluded.document` } });
  });

/** Removes promotions. Returns how many existed. Errors: `storage.unavailable`. */
export const removePromotions = (db: Database, ids: readonly string[]): ResultAsync<number, StorageUnavailable> =>
  tryQuery(async () => {
    const removed = await db
      .delete(promotions)
      .where(inArray(promotions.id, [...ids]))
      .returning({ id: promotions.id });
    return removed.length;
  });

/**
 * Makes shipping methods, or replaces those that have the same id; offered in the order given, the first by default.
 */
export const saveShippingMethods = (
  db: Database,
  all: readonly ShippingMethod[],
): ResultAsync<void, StorageUnavailable> =>
  tryQuery(async () => {
    if (all.length === 0) return;
    await db
      .insert(shippingMethods)
      .values(all.map((method, position) => ({ id: method.id, position, document: method })))
      .onConflictDoUpdate({
        target: shippingMethods.id,
        set: { position: sql`excluded.position`, document: sql`excluded.document` },
      });
  });

/** Replaces all rules of the least that an order may come to. An empty list means that there is no minimum. */
export const saveMinimumOrderRules = (
  db: Database,
  rules: readonly MinimumOrderRule[],
): ResultAsync<void, StorageUnavailable> =>
  tryQuery(async () => {
    await db
      .insert(pricingSettings)
      .values({ name: 'minimum-order-rules', document: rules })
      .onConflictDoUpdate({ target: pricingSettings.name, set: { document: sql`excluded.document` } });
  });
