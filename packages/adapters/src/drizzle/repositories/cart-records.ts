import type { CartRecords, StoredCart } from '@cartwright/application';
import { and, eq, sql } from 'drizzle-orm';
import { err, ok, ResultAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { carts } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';
import { query } from '../connection/try-query.js';

/** Carts in the table `carts`, one row each. */
export const makeDrizzleCartRecords = (tx: Database): CartRecords => ({
  add: (stored) =>
    new ResultAsync(
      // The partial index `carts_one_open` is what refuses; raised as an error it would end the whole transaction.
      tx
        .insert(carts)
        .values(cartRow(stored))
        .onConflictDoNothing({ target: [carts.customerId, carts.currency], where: sql`status = 'open'` })
        .returning({ id: carts.id })
        .then((rows) => (rows.length > 0 ? ok(undefined) : err({ type: 'cart.already-open' } as const))),
    ),
  find: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(carts).where(eq(carts.id, id));
      return row && storedOf(row);
    }),
  lock: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [row] = await tx.select().from(carts).where(eq(carts.id, id)).for('update');
      return row && storedOf(row);
    }),
  findOpenOf: (customerId, currency) =>
    query(async () => {
      if (!isUuid(customerId)) return undefined;
      const [row] = await tx
        .select()
        .from(carts)
        .where(and(eq(carts.customerId, customerId), eq(carts.currency, currency), sql`status = 'open'`));
      return row && storedOf(row);
    }),
  save: (stored) =>
    query(async () => {
      const saved = await tx
        .update(carts)
        .set({ ...cartRow(stored), version: sql`${carts.version} + 1` })
        .where(eq(carts.id, stored.cart.id))
        .returning({ id: carts.id });
      if (saved.length === 0) throw new Error('cart must be locked before it is saved');
    }),
});

/** A cart as a row of `carts`. */
export const cartRow = ({
  cart,
  checkout,
  version,
  status,
  merged,
  tokenDigest,
  createdAt,
  updatedAt,
}: StoredCart) => ({
  id: cart.id,
  version,
  createdAt,
  currency: cart.currency,
  customerId: cart.customerId ?? null,
  lines: cart.lines,
  couponCodes: cart.couponCodes,
  checkout: checkout ?? null,
  status,
  merged: merged ?? null,
  tokenDigest: tokenDigest ?? null,
  updatedAt,
});

export const storedOf = (row: typeof carts.$inferSelect): StoredCart => ({
  cart: {
    id: row.id,
    currency: row.currency,
    ...(row.customerId === null ? {} : { customerId: row.customerId }),
    lines: row.lines,
    couponCodes: row.couponCodes,
  },
  ...(row.checkout === null ? {} : { checkout: row.checkout }),
  version: row.version,
  status: row.status,
  ...(row.merged === null ? {} : { merged: row.merged }),
  ...(row.tokenDigest === null ? {} : { tokenDigest: row.tokenDigest }),
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
