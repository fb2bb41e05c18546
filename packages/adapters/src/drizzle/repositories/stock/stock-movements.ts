import type { Ids, MovementCause, MovementType } from '@cartwright/application';
import type { VariantId } from '@cartwright/domain';
import { sql, type SQL } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { stockLocation, stockMovements } from '../../schema.js';

/** A row of the ledger. `set` is `received` for the first units of a variant, and `adjusted` from then on. */
export type Movement = {
  readonly variantId: VariantId;
  readonly type: MovementType | 'set';
  readonly quantity: number;
  readonly orderId?: string;
};

/**
 * Writes the ledger's rows in one statement. They travel as one JSON parameter, so that any number of them is the same
 * prepared statement.
 */
export async function recordMovements(
  tx: Database,
  ids: Ids,
  moved: readonly Movement[],
  { reason, actor, at }: MovementCause,
): Promise<void> {
  if (moved.length === 0) return;
  const rows = moved.map(({ variantId, type, quantity, orderId = null }) => ({
    id: ids.next(),
    variant_id: variantId,
    type,
    quantity,
    order_id: orderId,
  }));
  await tx.insert(stockMovements).select(
    sql`select id, variant_id,
          case when type <> 'set' then type
            when quantity > 0 and not exists (
              select from ${stockMovements} as earlier where earlier.variant_id = moved.variant_id
            ) then 'received'
            else 'adjusted' end,
          quantity, ${reason}::text, order_id, ${actor ?? null}::text, ${at}::timestamptz, ${stockLocation}::text
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as moved (id uuid, variant_id uuid, type text, quantity integer, order_id uuid)`,
  );
}

const sumOf = (signs: Readonly<Partial<Record<MovementType, 1 | -1>>>): SQL<number> => {
  const cases = Object.entries(signs).map(([type, sign]) => sql.raw(`when '${type}' then ${sign}`));
  const sign = sql`case ${stockMovements.type} ${sql.join(cases, sql` `)} else 0 end`;
  return sql<number>`coalesce(sum(${stockMovements.quantity} * (${sign})), 0)`;
};

/** What movements sum to. */
export const ledgerSums = {
  available: sumOf({ received: 1, adjusted: 1, returned: 1, released: 1, reserved: -1 }),
  reserved: sumOf({ reserved: 1, released: -1, shipped: -1 }),
};
