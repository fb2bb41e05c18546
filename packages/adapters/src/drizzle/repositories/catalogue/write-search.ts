import type { ProductId } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import { oneRow, type Database } from '../../connection/database.js';
import { uuidList } from '../../connection/storable-text.js';

/**
 * Stops the triggers that write the search rows of products one by one. `writeSearch` must follow in the same
 * transaction: it writes the rows of all products at once, in a third of the time.
 */
export async function postponeSearch(tx: Database): Promise<void> {
  await tx.select({ mark: sql`set_config('cartwright.search', 'later', true)` }).from(oneRow);
}

/** Writes the search rows of products. The triggers write those of later changes in the transaction. */
export async function writeSearch(tx: Database, productIds: readonly ProductId[]): Promise<void> {
  await tx
    .select({
      written: sql`write_product_search(${uuidList(productIds)}::uuid[])`,
      mark: sql`set_config('cartwright.search', 'written', true)`,
    })
    .from(oneRow);
}
