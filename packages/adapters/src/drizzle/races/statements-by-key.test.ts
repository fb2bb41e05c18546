import type { Change } from '@cartwright/application';
import { sampleOrder } from '@cartwright/application/contracts/sample-order';
import {
  addUser,
  afterNoon,
  freshId,
  noon,
  sampleCart,
  saveVariant,
  usd,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { sampleSandboxPayment } from '../../../contracts/sample-sandbox-payment.js';
import { openTestPostgres } from '../../../testing/drizzle-databases.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { confirmSandboxPayment } from '../../sandbox-payments/sandbox-payment.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeDrizzleCatalogueReader } from '../read-models/catalogue-reader.js';
import { byKey, resultRows, type Database } from '../connection/database.js';
import { makeDrizzleOutboxFeed } from '../repositories/outbox-feed.js';
import { makeDrizzleSandboxPaymentStore } from '../repositories/sandbox-payment-store.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

/** The indexes that tables which purchases fill may be read by, and a column of each that a condition has to name. */
const keys: Readonly<Record<string, string>> = {
  carts_pkey: 'id',
  carts_one_open: 'customer_id',
  idempotency_keys_caller_key_pk: 'caller',
  inbox_message_id_handler_pk: 'message_id',
  orders_of_customer: 'customer_id',
  order_pricing_inputs_pkey: 'order_id',
  orders_pkey: 'id',
  orders_unpaid_by: 'placed_by',
  outbox_pkey: 'id',
  payments_by_capture: 'capture_reference',
  payments_by_ordinal: 'order_id',
  payments_by_reference: 'reference',
  payments_pkey: 'id',
  applied_promotions_order_id_promotion_id_pk: 'order_id',
  promotion_codes_of_order: 'order_id',
  promotion_codes_pkey: 'code',
  promotion_usage_buyer_promotion_id_pk: 'buyer',
  promotion_uses_order_id_promotion_id_buyer_pk: 'order_id',
  sandbox_events_pkey: 'event_id',
  sandbox_payments_pkey: 'id',
  sandbox_payments_reference_unique: 'reference',
  stock_variant_id_location_pk: 'variant_id',
  users_pkey: 'id',
};
/**
 * Those tables, the stock that is sold, and who buys it. `outbox_pending` has the waiting events, which the relay reads
 * in their order.
 */
const growing =
  /^(?:applied_promotions|carts|idempotency_keys|inbox|order_pricing_inputs|orders|outbox|payments|promotion_codes|promotion_usage|promotion_uses|sandbox_events|sandbox_payments|stock|users)$/u;

/** Of an order before there is any, these seem as good to PostgreSQL as its key (ADR 0031). */
const endingWithId = /^orders_(?:by|of)_\w+$/u;

/** The lines of a plan that read a table in another way than by one of `keys`. */
const throughWhole = (plan: readonly string[], isEmpty: boolean): readonly string[] =>
  plan.filter((line, at) => {
    const [, index, target] =
      /(?:Index (?:Only )?Scan (?:Backward )?using (\S+)|Seq Scan|Bitmap Heap Scan) on (\w+)/u.exec(line) ?? [];
    if (target === undefined || !growing.test(target) || index === 'outbox_pending') return false;
    const key =
      index === undefined ? undefined : isEmpty && endingWithId.test(index) ? '(?:customer_)?id' : keys[index];
    return key === undefined || !new RegExp(`Index Cond: .*\\b${key} =`, 'u').test(plan[at + 1] ?? '');
  });

/**
 * Runs each statement of a purchase. What their changes rest on need not hold: a statement that conflicts is planned
 * too.
 */
async function runPurchase(db: Database): Promise<void> {
  const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
  const mug = await saveVariant(unitOfWork, { stock: 9 });
  const { id: buyerId } = await addUser(unitOfWork);
  const stored = sampleCart({ customerId: buyerId });
  const order = await sampleOrder(unitOfWork, { lines: [{ variantId: mug, quantity: 1 }] });
  const request = (key: string) => ({ caller: 'ada', key, fingerprint: 'a request' });
  const expiresAt = afterNoon(60);
  const attempt = {
    id: freshId(),
    orderId: order.id,
    provider: 'sandbox',
    method: 'card',
    amount: usd(1_000),
    createdAt: noon,
  } as const;
  const placed = {
    request: { type: 'complete', request: request('order'), outcome: '{}', expiresAt },
    order: { type: 'place', order },
    stock: {
      type: 'reserve',
      lines: [{ variantId: mug, quantity: 1 }],
      reason: 'order placed',
      orderId: order.id,
      at: noon,
    },
    promotions: { type: 'count', orderId: order.id, uses: [{ promotionId: 'p', maxUses: 9 }] },
    cart: { type: 'order', id: stored.cart.id, version: 2, at: noon },
    events: [{ type: 'order.cancelled', orderId: order.id, at: noon }],
  } as const satisfies Change;
  const changes: readonly Change[] = [
    { cart: { type: 'open', stored } },
    { cart: { type: 'change', stored: { ...stored, version: 2 } } },
    placed,
    {
      request: { type: 'hold', request: request('pay'), resourceId: attempt.id, until: noon, expiresAt },
      order: { type: 'unchanged', id: order.id, version: 1 },
      payment: { type: 'add', attempt },
    },
    {
      request: { type: 'finish', request: request('pay'), resourceId: attempt.id, outcome: '{}', expiresAt },
      payment: { type: 'note', id: attempt.id, reference: 'r' },
    },
    {
      message: { messageId: 'm', handler: 'h', at: noon },
      order: { type: 'change', order, version: 1 },
      payment: { type: 'note', id: attempt.id, captureReference: 'r' },
      events: [{ type: 'order.cancelled', orderId: order.id, at: noon }],
    },
    {
      order: { type: 'change', order, version: 2 },
      stock: { ...placed.stock, type: 'release' },
      promotions: { type: 'release', orderId: order.id },
    },
    { message: { messageId: 'n', handler: 'h', at: noon } },
  ];
  for (const change of changes) valueOf(await unitOfWork.commit(change));

  const { read } = unitOfWork;
  valueOf(
    await read(({ pricing }) => pricing.facts({ cart: { id: stored.cart.id }, userId: buyerId, buyer: buyerId })),
  );
  valueOf(await read(({ inbox }) => inbox.seen('m', 'h')));
  valueOf(await read(({ orders }) => orders.find(order.id)));
  valueOf(await read(({ payments }) => payments.find(attempt.id)));
  valueOf(
    await read(({ payments }) => payments.lookUp({ paymentId: attempt.id, provider: 'sandbox', reference: 'r' })),
  );
  valueOf(await read(({ payments }) => payments.ofOrder(order.id)));
  valueOf(await read(({ users }) => users.byId(buyerId)));
  valueOf(await makeDrizzleCatalogueReader({ db, storeCurrency: 'USD' }).product('mug'));

  const sandbox = makeDrizzleSandboxPaymentStore({ db, ids: uuidIds });
  const payment = sampleSandboxPayment({ id: attempt.id });
  valueOf(await sandbox.create(payment));
  valueOf(await sandbox.find({ reference: payment.reference }));
  valueOf(
    await sandbox.change({ paymentId: payment.id }, (seen) =>
      confirmSandboxPayment(seen, { type: 'captured' }, { eventId: 'e', at: noon }),
    ),
  );
  valueOf(await sandbox.findEvent('e'));

  const outbox = makeDrizzleOutboxFeed({ db, clock: makeFakeClock(noon) });
  const [event] = valueOf(await outbox.claim(10, 1_000));
  valueOf(await outbox.renew([event?.id ?? ''], 1_000));
  valueOf(await outbox.deadLetter(event?.id ?? '', 'failed'));
  valueOf(await outbox.ack([event?.id ?? '']));
}

it('no statement of a purchase reads a whole growing table, even if it is planned while all of them are empty', async () => {
  const { db, close } = await openTestPostgres({ maxConnections: 6 });
  await runPurchase(db);
  const known = async () =>
    resultRows(await byKey(db).execute(sql`select statement from pg_prepared_statements where statement like '%$1%'`));
  const statements = new Set(
    (await Promise.all([known(), known(), known()])).flat().map(({ statement }) => String(statement)),
  );
  expect(statements.size).toBe(26);

  await db.execute(sql`create table some_orders as select * from orders`);
  await db.execute(sql`create table some_payments as select * from payments`);
  // Deleted rows would leave pages behind, which the planner sees.
  await db.execute(sql`do $$ begin
    execute (select 'truncate ' || string_agg(tablename, ', ') from pg_tables
      where schemaname = 'public' and tablename not like 'some\_%' and tablename not in ('audit_log', 'issued_documents'));
  end $$`);
  await db.execute(sql`vacuum analyze`);
  const whole: Record<string, readonly string[]> = {};
  const look = async (isEmpty: boolean): Promise<void> => {
    for (const statement of statements) {
      const plan = resultRows(await byKey(db).execute(sql.raw(`explain (generic_plan) ${statement}`))).map((row) =>
        String(Object.values(row)[0]),
      );
      const lines = throughWhole(plan, isEmpty);
      if (lines.length > 0) whole[statement] = lines;
    }
  };
  await look(true);
  await db.execute(sql`insert into orders select * from some_orders`);
  await db.execute(sql`insert into payments select * from some_payments`);
  await look(false);
  expect(whole).toEqual({});
  await close();
});
