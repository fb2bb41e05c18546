import type { UnitOfWork } from '@cartwright/application';
import { sampleOrder } from '@cartwright/application/contracts/sample-order';
import { freshId, noon, saveVariant, usd, valueOf } from '@cartwright/application/contracts/sample-shop';
import type { Order } from '@cartwright/domain';
import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testedDatabases, type TestDatabase } from '../../testing/drizzle-databases.js';
import { makeSequentialIds } from '../in-memory/sequential-ids.js';
import { makeDrizzleReturnReader } from './read-models/return-reader.js';
import { orders } from './schema.js';
import { makeDrizzleUnitOfWork } from './unit-of-work.js';

/** What version 0 of the domain stored of a new order. */
function version0({ schemaVersion: _version, processingPayments: _processing, ...order }: Order): unknown {
  const { schemaVersion: _pricingVersion, groups: _groups, ...pricing } = order.pricing;
  return { ...order, pricing: { ...pricing, segment: 'guest' } };
}

describe.each(testedDatabases)('an order that an earlier version stored on %s', (_name, open) => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  let order: Order;
  const store = (document: unknown) =>
    database.db.execute(sql`update orders set document = ${JSON.stringify(document)}::json where id = ${order.id}`);
  beforeEach(async () => {
    database = await open();
    unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids: makeSequentialIds(), storeCurrency: 'USD' });
    const mug = await saveVariant(unitOfWork, { stock: 9 });
    order = await sampleOrder(unitOfWork, { lines: [{ variantId: mug, quantity: 1 }] });
    valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
    await store(version0(order));
  });
  afterEach(() => database.close());

  it('is the current form of it wherever a whole order is read', async () => {
    const attempt = {
      id: freshId(),
      orderId: order.id,
      provider: 'stripe',
      method: 'card',
      amount: usd(1),
      createdAt: noon,
    } as const;
    valueOf(await unitOfWork.commit({ payment: { type: 'add', attempt } }));
    valueOf(
      await unitOfWork.run(({ returns }) =>
        returns.add({ id: freshId(), orderId: order.id, lines: [], reason: 'broken', requestedAt: noon }),
      ),
    );
    await database.db.update(orders).set({ refundPendingSince: noon }).where(eq(orders.id, order.id));
    const lookup = { paymentId: attempt.id, provider: 'stripe', reference: 'r' };

    expect(valueOf(await unitOfWork.read((reads) => reads.orders.find(order.id)))?.order).toEqual(order);
    expect(valueOf(await unitOfWork.run((records) => records.orders.find(order.id)))?.order).toEqual(order);
    expect(valueOf(await unitOfWork.run((records) => records.orders.lock(order.id)))?.order).toEqual(order);
    expect(valueOf(await unitOfWork.read((reads) => reads.payments.lookUp(lookup))).stored?.order).toEqual(order);
    expect(valueOf(await unitOfWork.run((records) => records.payments.lookUp(lookup))).stored?.order).toEqual(order);
    expect(valueOf(await unitOfWork.run((records) => records.orders.withRefundWaitingSince(noon, 9)))).toEqual([]);
    expect(
      valueOf(await makeDrizzleReturnReader(database).awaited({ type: 'page', page: 1, limit: 9 })).data,
    ).toMatchObject([{ orderId: order.id }]);
  });

  it('is not read when it is malformed, or of a later version', async () => {
    for (const document of [{}, { ...order, schemaVersion: 99 }, { ...(version0(order) as object), payments: [7] }]) {
      await store(document);
      const reading = unitOfWork.read((reads) => reads.orders.find(order.id));
      await expect(reading).rejects.toThrow('stored order cannot be read');
    }
  });
});
