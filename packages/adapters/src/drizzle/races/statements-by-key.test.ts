import type { DecidedChange } from '@cartwright/application';
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
import { byKey, rowsOf, type Database } from '../connection/database.js';
import { makeDrizzleOrderPlacements } from '../group-commit/order-placements.js';
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
  orders_pkey: 'id',
  outbox_pkey: 'id',
  payments_by_capture: 'capture_reference',
  payments_by_reference: 'reference',
  payments_of_order: 'order_id',
  payments_pkey: 'id',
  sandbox_events_pkey: 'event_id',
  sandbox_payments_pkey: 'id',
  sandbox_payments_reference_unique: 'reference',
  stock_pkey: 'variant_id',
  users_pkey: 'id',
};
/** And what they sell from and who buys. `outbox_pending` has the events that wait, which the relay goes through in their order. */
const growing =
  /^(?:carts|idempotency_keys|inbox|orders|outbox|payments|sandbox_events|sandbox_payments|stock|users)$/u;

/** Of an order before there is any, these seem as good to PostgreSQL as its key (ADR 0031). */
const endingWithId = /^orders_(?:by|of)_\w+$/u;

/** The lines of a plan that go through a table otherwise than by one of `keys`. */
const throughWhole = (plan: readonly string[], isEmpty: boolean): readonly string[] =>
  plan.filter((line, at) => {
    const [, index, target] =
      /(?:Index (?:Only )?Scan (?:Backward )?using (\S+)|Seq Scan|Bitmap Heap Scan) on (\w+)/u.exec(line) ?? [];
    if (target === undefined || !growing.test(target) || index === 'outbox_pending') return false;
    const key =
      index === undefined ? undefined : isEmpty && endingWithId.test(index) ? '(?:customer_)?id' : keys[index];
    return key === undefined || !new RegExp(`Index Cond: .*\\b${key} =`, 'u').test(plan[at + 1] ?? '');
  });

async function runPurchase(db: Database): Promise<void> {
  const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
  const mug = await saveVariant(unitOfWork, { stock: 9 });
  const buyer = await addUser(unitOfWork);
  const stored = sampleCart({ customerId: buyer.id });
  const order = await sampleOrder(unitOfWork, { lines: [{ variantId: mug, quantity: 1 }] });
  const request = { caller: 'ada', key: 'pay', fingerprint: 'a request' };
  const attempt = {
    id: freshId(),
    orderId: order.id,
    provider: 'sandbox',
    method: 'card',
    amount: usd(1_000),
    createdAt: noon,
  } as const;
  const changes: readonly DecidedChange[] = [
    { type: 'cart-opened', stored },
    { type: 'cart-changed', stored: { ...stored, version: 2 } },
    { type: 'payment-begun', attempt, orderVersion: 1, request, held: { until: noon, expiresAt: afterNoon(60) } },
    {
      type: 'payment-started',
      paymentId: attempt.id,
      reference: 'r',
      request,
      finished: { outcome: '{}', expiresAt: afterNoon(60) },
    },
    {
      type: 'order-changed',
      stored: { order, version: 1 },
      events: [],
      message: { messageId: 'm', handler: 'h', at: noon },
      payment: { id: attempt.id, reference: 'r' },
    },
    { type: 'message-noted', messageId: 'n', handler: 'h', at: noon },
  ];
  await makeDrizzleOrderPlacements({ db, ids: uuidIds }).commit({
    order,
    events: [],
    demand: [],
    request,
    outcome: '{}',
    expiresAt: afterNoon(60),
  });
  for (const change of changes) await unitOfWork.keep(change);

  await unitOfWork.read(({ carts }) => carts.find(stored.cart.id));
  await unitOfWork.read(({ carts }) => carts.findOpenOf(buyer.id));
  await unitOfWork.read(({ catalogue }) => catalogue.items([mug]));
  await unitOfWork.read(({ inbox }) => inbox.seen('m', 'h'));
  await unitOfWork.read(({ orders }) => orders.find(order.id));
  await unitOfWork.read(({ orders }) => orders.countOf(buyer.id));
  await unitOfWork.read(({ payments }) => payments.find(attempt.id));
  await unitOfWork.read(({ payments }) => payments.findByReference('sandbox', 'r'));
  await unitOfWork.read(({ payments }) => payments.ofOrder(order.id));
  await unitOfWork.read(({ pricing }) => pricing.current(buyer.id));
  await unitOfWork.read(({ users }) => users.byId(buyer.id));
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

it('what a purchase runs goes through no growing table, even planned while all of them are empty', async () => {
  const { db, close } = await openTestPostgres({ maxConnections: 6 });
  await runPurchase(db);
  const known = async () =>
    rowsOf(await byKey(db).execute(sql`select statement from pg_prepared_statements where statement like '%$1%'`));
  const statements = new Set(
    (await Promise.all([known(), known(), known()])).flat().map(({ statement }) => String(statement)),
  );
  expect(statements.size).toBe(28);

  await db.execute(sql`create table some_orders as select * from orders`);
  await db.execute(sql`create table some_payments as select * from payments`);
  // Deleted rows would leave pages behind, which the planner sees.
  await db.execute(sql`do $$ begin
    execute (select 'truncate ' || string_agg(tablename, ', ') from pg_tables
      where schemaname = 'public' and tablename not like 'some\_%');
  end $$`);
  await db.execute(sql`vacuum analyze`);
  const whole: Record<string, readonly string[]> = {};
  const look = async (isEmpty: boolean): Promise<void> => {
    for (const statement of statements) {
      const plan = rowsOf(await byKey(db).execute(sql.raw(`explain (generic_plan) ${statement}`))).map((row) =>
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
