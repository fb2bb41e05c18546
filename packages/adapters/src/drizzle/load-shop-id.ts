import type { Ids } from '@cartwright/application';
import type { Database } from './connection/database.js';
import { shop } from './schema.js';

/**
 * The id of the shop that this database is of, made once: concurrent first starts agree on one. A copy of the database
 * has the same id.
 *
 * @example const shopId = await loadShopId(db, ids);
 */
export async function loadShopId(db: Database, ids: Ids): Promise<string> {
  const [known] = await db.select({ id: shop.id }).from(shop);
  if (known !== undefined) return known.id;
  await db.insert(shop).values({ id: ids.next() }).onConflictDoNothing();
  const [made] = await db.select({ id: shop.id }).from(shop);
  if (made === undefined) throw new Error('the shop has no row');
  return made.id;
}
