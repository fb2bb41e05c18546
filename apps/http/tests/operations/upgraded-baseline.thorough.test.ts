import { makeArgon2PasswordHasher } from '@cartwright/adapters/argon2/argon2-password-hasher';
import { knownMigrations } from '@cartwright/adapters/drizzle/connection/migrate';
import { makeSequentialIds } from '@cartwright/adapters/in-memory/sequential-ids';
import { createInMemoryStore } from '@cartwright/adapters/in-memory/store';
import { makeInMemoryUnitOfWork } from '@cartwright/adapters/in-memory/unit-of-work';
import { createFreshDatabase } from '@cartwright/adapters/testing/fresh-database';
import { startRedis } from '@cartwright/adapters/testing/start-redis';
import { startSmtp } from '@cartwright/adapters/testing/start-smtp';
import { paid, sampleOrder } from '@cartwright/application/contracts/sample-order';
import { freeShipping, freshId, noon, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import type { Order } from '@cartwright/domain';
import postgres from 'postgres';
import { afterAll, expect, it } from 'vitest';
import { bearer, payAsGuest, placeAsGuest, shopClient, signIn } from '../../testing/shop-client.js';
import { admin, migrateDatabase, startProductionShop } from '../../testing/start-shop.js';

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** Makes the first schema, and records that it is there, as its release did. */
async function createBaseline(sql: postgres.Sql): Promise<void> {
  const [baseline] = knownMigrations();
  if (baseline === undefined) throw new Error('there is a baseline');
  await sql.begin(async (tx) => {
    for (const statement of baseline.sql) await tx.unsafe(statement);
    await tx`CREATE SCHEMA drizzle`;
    await tx`CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`;
    await tx`INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES (${baseline.hash}, ${baseline.folderMillis})`;
  });
}

type OldShop = { readonly variantId: string; readonly pending: Order; readonly paid: Order };

/** Fills the first schema: an admin and a customer, a product in a category, its stock, two orders, a cart. */
async function fill(sql: postgres.Sql): Promise<OldShop> {
  const shop = makeInMemoryUnitOfWork({ store: createInMemoryStore(), ids: makeSequentialIds() });
  const variantId = await saveVariant(shop);
  const pending = await sampleOrder(shop, { lines: [{ variantId, quantity: 2 }] });
  const bought = paid(await sampleOrder(shop, { lines: [{ variantId, quantity: 1 }] }));
  const passwordHash = valueOf(await makeArgon2PasswordHasher().hash(admin.password));
  const [productId, categoryId, customerId] = [freshId(), freshId(), freshId()];
  await sql`INSERT INTO users (id, email, name, role, segment, password_hash, created_at) VALUES
    (${freshId()}, ${admin.email}, 'Ada', 'admin', 'regular', ${passwordHash}, ${noon}),
    (${customerId}, 'old@example.com', 'Olga', 'customer', 'vip', ${passwordHash}, ${noon})`;
  await sql`INSERT INTO categories (id, slug, name) VALUES (${categoryId}, 'pottery', 'Pottery')`;
  await sql`INSERT INTO products (id, slug, name, description, status, images, lowest_price, created_at, updated_at)
    VALUES (${productId}, 'mug', 'Old mug', 'From the first release', 'active', '[]', 2000, ${noon}, ${noon})`;
  await sql`INSERT INTO product_categories (product_id, category_id, position) VALUES (${productId}, ${categoryId}, 0)`;
  await sql`INSERT INTO variants (id, product_id, sku, name, price, digital) VALUES (${variantId}, ${productId}, 'MUG', '', 2000, false)`;
  await sql`INSERT INTO stock (variant_id, available) VALUES (${variantId}, 17)`;
  await sql`INSERT INTO shipping_methods (id, position, document) VALUES (${freeShipping.id}, 0, ${sql.json(freeShipping as never)})`;
  const movements = [
    [20, 'catalogue', null],
    [-2, 'order placed', pending.id],
    [-1, 'order placed', bought.id],
  ] as const;
  for (const [delta, reason, orderId] of movements)
    await sql`INSERT INTO stock_movements (id, variant_id, delta, reason, order_id, at)
      VALUES (${freshId()}, ${variantId}, ${delta}, ${reason}, ${orderId}, ${noon})`;
  for (const order of [pending, bought])
    await sql`INSERT INTO orders (id, version, number, email, status, payment_status, total, currency, placed_at, document)
      VALUES (${order.id}, 1, ${order.number}, ${order.email}, ${order.status}, ${order.paymentStatus},
        ${order.pricing.total.amount}, ${order.pricing.total.currency}, ${noon}, ${sql.json(order as never)})`;
  await sql`INSERT INTO carts (id, currency, customer_id, lines, coupon_codes, version, status, created_at, updated_at)
    VALUES (${freshId()}, 'USD', ${customerId}, ${sql.json([{ variantId, quantity: 3 }])}, '[]', 2, 'open', ${noon}, ${noon})`;
  return { variantId, pending, paid: bought };
}

it('a filled shop of the first schema is upgraded to this one, keeps what it has, and sells', async () => {
  const [database, redis, smtp] = await Promise.all([createFreshDatabase(), startRedis(), startSmtp()]);
  ends.push(database.drop, redis.stop, smtp.stop);
  const sql = postgres(database.url, { max: 1, onnotice: () => undefined });
  ends.push(() => sql.end());
  await createBaseline(sql);
  const old = await fill(sql);

  await migrateDatabase(database.url);
  const [ran] = await sql`SELECT count(*)::int AS migrations FROM drizzle.__drizzle_migrations`;
  expect(ran?.['migrations']).toBe(knownMigrations().length);

  const shop = await startProductionShop({ databaseUrl: database.url, redisUrl: redis.url, smtpUrl: smtp.url });
  ends.push(shop.stop);
  const call = shopClient(shop.url);
  const staff = bearer(await signIn(call, admin));
  for (const order of [old.pending, old.paid]) {
    const found = await call('GET', `/api/v1/orders/${order.id}`, { headers: staff });
    expect(found).toMatchObject({
      status: 200,
      body: { number: order.number, status: order.status, total: order.pricing.total },
    });
  }
  const product = await call('GET', '/api/v1/products/mug');
  expect(product).toMatchObject({ status: 200, body: { name: 'Old mug', variants: [{ sku: 'MUG' }] } });
  const customer = bearer(await signIn(call, { email: 'old@example.com', password: admin.password }));
  const cart = await call('POST', '/api/v1/carts', { headers: customer, body: {} });
  expect(cart.body.lines).toMatchObject([{ variantId: old.variantId, quantity: 3 }]);

  const placed = await placeAsGuest(call, [{ variantId: old.variantId, quantity: 1 }]);
  expect(placed).toMatchObject({ status: 201 });
  expect((await payAsGuest(call, placed.body)).body).toMatchObject({ status: 'paid' });
  await smtp.received(2);
  const { body: stock } = await call('GET', `/api/v1/admin/variants/${old.variantId}/stock`, { headers: staff });
  expect(stock).toMatchObject({ available: 16, reserved: 4 });
});
