import type { Ids, MovementCause } from '@cartwright/application';
import type { VariantId } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { stockMovements } from '../schema.js';

/**
 * Writes the ledger's rows in one statement. They travel as one JSON parameter, so that any number of them is the same
 * prepared statement.
 */
export async function recordMovements(
  tx: Database,
  ids: Ids,
  moved: readonly { readonly variantId: VariantId; readonly delta: number }[],
  { reason, orderId, at }: MovementCause,
): Promise<void> {
  if (moved.length === 0) return;
  const rows = moved.map(({ variantId, delta }) => ({ id: ids.next(), variant_id: variantId, delta }));
  await tx.insert(stockMovements).select(
    sql`select id, variant_id, delta, ${reason}::text, ${orderId ?? null}::uuid, ${at}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as moved (id uuid, variant_id uuid, delta integer)`,
  );
}
