import { sampleSeller } from '@cartwright/application/contracts/sample-invoice';
import {
  makeCancelOrder,
  makeExpireUnpaidOrders,
  makeHandleProviderEvent,
  type Caller,
  type ExpireUnpaidOrders,
  type UnitOfWork,
} from '@cartwright/application';
import { sampleOrder } from '@cartwright/application/contracts/sample-order';
import {
  availableOf,
  errorsOf,
  freshId,
  noon,
  saveVariant,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import type { Order, VariantId } from '@cartwright/domain';
import { ok, ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testedDatabases, emptyAllTables, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { takenUnits } from '@cartwright/application/contracts/read-models/taken-units';
import { makeCollectedLog } from '../../in-memory/collected-log.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { makeSandboxPaymentGateway } from '../../sandbox-payments/sandbox-gateway.js';
import { makeNodeSecrets } from '../../system/node-secrets.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeDrizzleSandboxPaymentStore } from '../repositories/sandbox-payment-store.js';
import { orders as orderTable, outbox, stockMovements } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const timeToPayMs = 30 * 60_000;
const support: Caller = { type: 'user', userId: freshId(), role: 'support' };

describe.each(testedDatabases)('on %s, orders whose time to pay is over', (_name, openDatabase) => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  let mug: VariantId;
  let expire: ExpireUnpaidOrders;
  const clock = makeFakeClock('2026-11-21T12:30:00.000Z');
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await emptyAllTables(database.db);
    unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids: uuidIds, storeCurrency: 'USD' });
    mug = await saveVariant(unitOfWork, { stock: 1_000 });
    const publicUrl = 'https://shop.example';
    const paymentGateway = makeSandboxPaymentGateway({
      store: makeDrizzleSandboxPaymentStore({ db: database.db, ids: uuidIds }),
      ids: uuidIds,
      clock,
      secrets: makeNodeSecrets({ key: 'a key for tests only' }),
      publicUrl,
    });
    const handleProviderEvent = makeHandleProviderEvent({
      unitOfWork,
      clock,
      seller: sampleSeller,
      storeCurrency: 'USD',
    });
    const deps = { unitOfWork, clock, paymentGateway, handleProviderEvent, publicUrl };
    expire = makeExpireUnpaidOrders({ ...deps, log: makeCollectedLog(), timeToPayMs });
  });

  /** Places an order of two mugs at noon, its stock reserved. */
  const place = async (): Promise<Order> => {
    const order = await sampleOrder(unitOfWork, { lines: [{ variantId: mug, quantity: 2 }], placedAt: noon });
    const lines = [{ variantId: mug, quantity: 2 }];
    const placed = await unitOfWork.commit({
      order: { type: 'place', order },
      stock: { type: 'reserve', lines, reason: 'order placed', orderId: order.id, at: noon },
    });
    valueOf(placed);
    return order;
  };
  const placeMany = async (count: number): Promise<readonly Order[]> => {
    const orders: Order[] = [];
    for (let placed = 0; placed < count; placed += 1) orders.push(await place());
    return orders;
  };
  const now = async ({ id }: Order): Promise<Order> => {
    const stored = valueOf(await unitOfWork.read(({ orders }) => orders.find(id)));
    if (stored === undefined) throw new Error(`there is no order ${id}`);
    return stored.order;
  };
  /** Money that lands for an order, by a payment that the shop has begun. */
  const capture = (order: Order, reference = `pay of ${order.id}`) => {
    const of = { provider: 'sandbox', orderId: order.id, reference, amount: order.pricing.total };
    const attempt = { ...of, id: uuidIds.next(), method: 'card', createdAt: noon } as const;
    return unitOfWork
      .commit({ payment: { type: 'add', attempt } })
      .andThen(() =>
        makeHandleProviderEvent({ unitOfWork, clock, seller: sampleSeller, storeCurrency: 'USD' })({
          ...of,
          type: 'payment.captured',
          eventId: `event of ${reference}`,
          at: clock.now(),
        }),
      )
      .map(() => undefined);
  };
  const cancel = (order: Order) =>
    makeCancelOrder({ unitOfWork, clock, secrets: makeNodeSecrets({ key: 'a key for tests only' }) })({
      caller: support,
      orderId: order.id,
    }).map(() => undefined);
  /** Its reserved stock and its status agree, and of each kind of event that ends an order there is at most one. */
  const expectToAddUp = async (orders: readonly Order[]): Promise<void> => {
    const settled = await Promise.all(orders.map(now));
    const kept = settled.filter(({ status }) => status !== 'cancelled').length;
    expect(await availableOf(unitOfWork, mug)).toBe(1_000 - 2 * kept);
    const movements = await database.db.select().from(stockMovements);
    const events = await database.db.select().from(outbox);
    for (const order of settled) {
      const held = takenUnits(movements.filter(({ orderId }) => orderId === order.id));
      const eventTypes = events.flatMap(({ event }) =>
        'orderId' in event && event.orderId === order.id ? [event.type] : [],
      );
      expect([order.status, held, eventTypes.filter((type) => type === 'order.cancelled').length]).toEqual(
        order.status === 'cancelled' ? ['cancelled', 0, 1] : ['paid', 2, 0],
      );
      const captured = order.payments.reduce((sum, { amount }) => sum + amount.amount, 0);
      expect(order.dueBack.amount).toBe(order.status === 'cancelled' ? captured : 0);
    }
  };

  it('expire once when three processes do it at once', async () => {
    const orders = await placeMany(30);
    const counts = (await Promise.all([expire(), expire(), expire()])).map(valueOf);
    expect(counts.reduce((sum, { expired }) => sum + expired, 0)).toBe(30);
    await expectToAddUp(orders);
  });

  it('are paid with their stock, or expired with their stock back and the money due back', async () => {
    const orders = await placeMany(60);
    const answers = await Promise.all<ResultAsync<unknown, unknown>>([
      expire(),
      ...orders.map((order) => capture(order)),
      expire(),
    ]);
    expect(errorsOf(answers)).toEqual([]);
    await expectToAddUp(orders);
    expect((await Promise.all(orders.map(now))).every(({ payments }) => payments.length === 1)).toBe(true);
  });

  it('are ended once by expiry and cancellation together, whoever comes first', async () => {
    const orders = await placeMany(40);
    const answers = await Promise.all<ResultAsync<unknown, unknown>>([expire(), ...orders.map(cancel), expire()]);
    expect(
      errorsOf(answers).every((error) => (error as { readonly type: string }).type === 'order.already-cancelled'),
    ).toBe(true);
    await expectToAddUp(orders);
    expect((await Promise.all(orders.map(now))).every(({ status }) => status === 'cancelled')).toBe(true);
  });

  it('add up when payment, cancellation and expiry all come at once', async () => {
    const orders = await placeMany(40);
    const answers = await Promise.all<ResultAsync<unknown, unknown>>([
      expire(),
      ...orders.flatMap((order, index) =>
        index % 2 === 0 ? [capture(order), cancel(order)] : [cancel(order), capture(order)],
      ),
      expire(),
    ]);
    expect(
      errorsOf(answers).every((error) => (error as { readonly type: string }).type === 'order.already-cancelled'),
    ).toBe(true);
    await expectToAddUp(orders);
  });

  it('let others in between, however many they are', async () => {
    const order = await place();
    const copies = Array.from({ length: 250 }, () => {
      const id = freshId();
      const copy = { ...order, id, number: id };
      return {
        id,
        number: id,
        email: copy.email,
        status: copy.status,
        paymentStatus: copy.paymentStatus,
        total: copy.pricing.total.amount,
        currency: copy.pricing.currency,
        placedAt: copy.placedAt,
        version: 1,
        document: copy,
      };
    });
    await database.db.insert(orderTable).values(copies);
    const done: string[] = [];
    const expiry = expire().andTee(() => done.push('expired'));
    for (let served = 0; served < 20; served += 1) {
      valueOf(
        await unitOfWork.run(({ stock }) =>
          stock.adjust([{ variantId: mug, delta: 1 }], { reason: 'delivery', at: noon }),
        ),
      );
    }
    done.push('served');
    expect((await expiry).map(({ expired }) => expired)).toEqual(ok(251));
    expect(done).toEqual(['served', 'expired']);
  });
});
