import type { ProductId } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import { oneRow, type Database } from '../../connection/database.js';
import { uuidList } from '../../connection/storable-text.js';

/**
 * Keeps triggers from writing the search of products, one by one, until `writeSearch` writes it for all that were
 * changed: a third of the time. `writeSearch` must follow in the same transaction.
 */
export async function postponeSearch(tx: Database): Promise<void> {
  await tx.select({ mark: sql`set_config('cartwright.search', 'later', true)` }).from(oneRow);
}

/** Writes what is searched of products. Triggers see to what the transaction changes afterwards. */
export async function writeSearch(tx: Database, productIds: readonly ProductId[]): Promise<void> {
  await tx
    .select({
      written: sql`write_product_search(${uuidList(productIds)}::uuid[])`,
      mark: sql`set_config('cartwright.search', 'written', true)`,
    })
    .from(oneRow);
}
