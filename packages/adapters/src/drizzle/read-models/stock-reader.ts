import type { Sorting, StockLedger, StockMovement, StockReader } from '@cartwright/application';
import { and, eq } from 'drizzle-orm';
import { errAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { pageOf, keysetPageOf } from './keyset-page.js';
import { stock, stockMovements, variants } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { tryQuery } from '../connection/storage-failures.js';

const newestFirst: Sorting<'at'> = [{ key: 'at', direction: 'desc' }];

/**
 * The movement ledger of one variant, newest first.
 *
 * @example makeDrizzleStockReader({ db })
 */
export const makeDrizzleStockReader = ({ db }: { readonly db: Database }): StockReader => ({
  ledger: (variantId, request) => {
    const slice = keysetPageOf(
      { at: { column: stockMovements.at, type: 'instant' } },
      stockMovements.id,
      newestFirst,
      request,
    );
    if (slice.isErr()) return errAsync(slice.error);
    const { after, orderBy, limit, offset } = slice.value;
    return tryQuery(async (): Promise<StockLedger | undefined> => {
      if (!isUuid(variantId)) return undefined;
      const [variant] = await db
        .select({ available: stock.available })
        .from(variants)
        .leftJoin(stock, eq(stock.variantId, variants.id))
        .where(eq(variants.id, variantId));
      if (variant === undefined) return undefined;
      const isOfVariant = eq(stockMovements.variantId, variantId);
      const rows = await db
        .select()
        .from(stockMovements)
        .where(and(isOfVariant, after))
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset);
      const total = async (): Promise<number> => db.$count(stockMovements, isOfVariant);
      const movements = await pageOf(rows.map(movementOf), newestFirst, ({ at }) => at, request, total);
      return { variantId, ...(variant.available === null ? {} : { available: variant.available }), movements };
    });
  },
});

const movementOf = ({ id, delta, reason, orderId, at }: typeof stockMovements.$inferSelect): StockMovement => ({
  id,
  delta,
  reason,
  ...(orderId === null ? {} : { orderId }),
  at,
});
