import { sampleOrder, accepted, paid, cancelled } from '@cartwright/application/contracts/sample-order';
import { afterNoon, freshId, noon, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { cancelUnits, returnUnits, shipOrder, type Order } from '@cartwright/domain';
import { asc, eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFreshDatabase } from '../../../testing/fresh-database.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { createInMemoryStore } from '../../in-memory/store.js';
import { makeInMemoryUnitOfWork } from '../../in-memory/unit-of-work.js';
import { openPostgres } from '../../postgres/open-postgres.js';
import { makeDrizzleStockReader } from '../read-models/stock-reader.js';
import { orders, stock, stockMovements, variants } from '../schema.js';
import type { Database } from './database.js';
import { knownMigrations, migrate } from './migrate.js';

/** The migration that gave movements their types. */
const upgrade = knownMigrations().findIndex(({ sql: statements }) =>
  statements.some((statement) => statement.includes('"stock_movements_signed"')),
);

/** Movements as they were before: a signed number of units, and no type. */
type OldMovement = readonly [variantId: string, delta: number, reason: string, orderId?: string];

describe('a shop that is upgraded to a ledger with types', () => {
  let old: { readonly db: Database; readonly close: () => Promise<void> };
  let drop: () => Promise<void>;
  beforeEach(async () => {
    const fresh = await createFreshDatabase();
    drop = fresh.drop;
    old = openPostgres({ url: fresh.url, statementTimeoutMs: 0 });
    await old.db.transaction(async (tx) => {
      for (const { sql: statements } of knownMigrations().slice(0, upgrade)) {
        for (const statement of statements) await tx.execute(sql.raw(statement));
      }
    });
    const last = knownMigrations()[upgrade - 1];
    await old.db.execute(sql`create schema drizzle`);
    await old.db.execute(
      sql`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
    );
    await old.db.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${last?.hash}, ${last?.folderMillis})`,
    );
  });
  afterEach(async () => {
    await old.close();
    await drop();
  });

  /** Stores variants with their stock, and orders, as the earlier version had them. */
  async function fill(
    stocked: readonly (readonly [variantId: string, available?: number])[],
    placed: readonly Order[],
    moved: readonly OldMovement[],
  ): Promise<void> {
    const { db } = old;
    const productId = freshId();
    await db.execute(
      sql`insert into products (id, slug, name, description, status, images, lowest_price, created_at, updated_at)
          values (${productId}, 'mug', 'Mug', '', 'active', '[]', 100, ${noon}, ${noon})`,
    );
    for (const [id, available] of stocked) {
      await db.execute(
        sql`insert into variants (id, product_id, sku, name, price, digital) values (${id}, ${productId}, ${id}, '', 100, false)`,
      );
      if (available === undefined) continue;
      await db.execute(sql`insert into stock (variant_id, available) values (${id}, ${available})`);
    }
    for (const order of placed) {
      await db.execute(
        sql`insert into orders (id, version, number, email, status, payment_status, total, currency, placed_at, document)
            values (${order.id}, 1, ${order.number}, ${order.email}, ${order.status}, ${order.paymentStatus}, 1, 'USD',
              ${noon}, ${JSON.stringify(order)}::json)`,
      );
    }
    for (const [index, [variantId, delta, reason, orderId = null]] of moved.entries()) {
      await db.execute(
        sql`insert into stock_movements (id, variant_id, delta, reason, order_id, at)
            values (${freshId()}, ${variantId}, ${delta}, ${reason}, ${orderId}, ${afterNoon(index)})`,
      );
    }
  }
  const ledgerOf = async (variantId: string) =>
    (
      await old.db
        .select()
        .from(stockMovements)
        .where(eq(stockMovements.variantId, variantId))
        .orderBy(asc(stockMovements.at), asc(stockMovements.id))
    ).map(({ type, quantity }) => `${type} ${quantity}`);
  const levelOf = async (variantId: string) =>
    (
      await old.db
        .select({ available: stock.available, reserved: stock.reserved })
        .from(stock)
        .where(eq(stock.variantId, variantId))
    )[0];

  it('has in it what its orders reserved, shipped, released and took back, and sums to its stock', async () => {
    const shop = makeInMemoryUnitOfWork({
      store: createInMemoryStore(),
      ids: makeSequentialIds(),
    });
    const [mug, pot, jug] = [await saveVariant(shop), await saveVariant(shop), await saveVariant(shop)];
    const order = async (variantId: string, quantity: number) =>
      sampleOrder(shop, { lines: [{ variantId, quantity }] });
    const lines = (variantId: string, quantity: number) => [{ variantId, quantity }];

    const pending = await order(mug, 2);
    const partly = accepted(
      cancelUnits(
        accepted(shipOrder(paid(await order(mug, 5)), { id: freshId(), lines: lines(mug, 2), at: afterNoon(50) }))
          .order,
        { id: freshId(), lines: lines(mug, 1), at: noon },
      ),
    ).order;
    const sent = accepted(shipOrder(paid(await order(mug, 3)), { id: freshId(), at: afterNoon(60) })).order;
    const back = accepted(returnUnits(sent, { id: freshId(), lines: lines(mug, 1), restock: true, at: noon })).order;
    const off = cancelled(await order(mug, 4));
    // Nobody counted pots when this was placed, and nobody counts jugs any more.
    const uncounted = paid(await order(pot, 6));
    const former = paid(await order(jug, 3));

    await fill(
      [[mug, 13], [pot, 9], [jug]],
      [pending, partly, back, off, uncounted, former],
      [
        [mug, 20, 'catalogue'],
        [mug, 3, 'stocktaking'],
        [mug, -2, 'order placed', pending.id],
        [mug, -5, 'order placed', partly.id],
        [mug, 1, 'order released', partly.id],
        [mug, -3, 'order placed', back.id],
        [mug, 1, 'units returned', back.id],
        [mug, -4, 'order placed', off.id],
        [mug, 4, 'order released', off.id],
        [mug, -2, 'broken'],
        [pot, 9, 'received'],
        [jug, 8, 'catalogue'],
        [jug, -3, 'order placed', former.id],
        [jug, -5, 'no longer counted'],
      ],
    );
    await migrate(old.db);

    expect(await ledgerOf(mug)).toEqual([
      'received 20',
      'adjusted 3',
      'reserved 2',
      'reserved 5',
      'released 1',
      'reserved 3',
      'returned 1',
      'reserved 4',
      'released 4',
      'adjusted -2',
      'shipped 2',
      'shipped 3',
    ]);
    expect(await levelOf(mug)).toEqual({ available: 13, reserved: 4 });
    expect(await levelOf(pot)).toEqual({ available: 9, reserved: 6 });
    expect((await ledgerOf(pot)).toSorted()).toEqual(['adjusted 6', 'received 9', 'reserved 6']);
    expect((await ledgerOf(jug)).slice(3).toSorted()).toEqual(['adjusted -3', 'released 3']);
    expect(valueOf(await makeDrizzleStockReader(old).compare(100))).toEqual({ differences: [] });
    expect(await old.db.$count(variants)).toBe(3);
    expect(await old.db.$count(orders)).toBe(6);
  });
});
