import { sampleSeller } from '@cartwright/application/contracts/sample-invoice';
import { makeHandleProviderEvent, makeStartPayment, type Caller, type UnitOfWork } from '@cartwright/application';
import { sampleOrder } from '@cartwright/application/contracts/sample-order';
import { addUser, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import type { Order } from '@cartwright/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyAllTables, testedDatabases, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { makeSandboxPaymentGateway } from '../../sandbox-payments/sandbox-gateway.js';
import { makeNodeSecrets } from '../../system/node-secrets.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeDrizzleSandboxPaymentStore } from '../repositories/sandbox-payment-store.js';
import { payments, sandboxPayments } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

describe.each(testedDatabases)('on %s, an order that is paid by many clicks', (_name, openDatabase) => {
  let database: TestDatabase;
  let order: Order;
  let ada: Caller & { readonly userId: string };
  const clock = makeFakeClock('2026-11-21T12:00:00.000Z');
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(async () => database.close());
  const openUnitOfWork = (): UnitOfWork =>
    makeDrizzleUnitOfWork({ db: database.db, ids: uuidIds, storeCurrency: 'USD' });
  beforeEach(async () => {
    await emptyAllTables(database.db);
    const unitOfWork = openUnitOfWork();
    ada = { type: 'user', userId: (await addUser(unitOfWork)).id, role: 'customer' };
    const lines = [{ variantId: await saveVariant(unitOfWork, { stock: 1_000 }), quantity: 2 }];
    order = await sampleOrder(unitOfWork, { lines, customerId: ada.userId, placedAt: clock.now() });
    valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
  });

  /** One process of the shop, with a group commit of its own. */
  const openProcess = () => {
    const unitOfWork = openUnitOfWork();
    const secrets = makeNodeSecrets({ key: 'a key for tests only' });
    const store = makeDrizzleSandboxPaymentStore({ db: database.db, ids: uuidIds });
    return makeStartPayment({
      unitOfWork,
      clock,
      ids: uuidIds,
      secrets,
      paymentGateway: makeSandboxPaymentGateway({
        store,
        ids: uuidIds,
        clock,
        secrets,
        publicUrl: 'https://shop.example',
      }),
      handleProviderEvent: makeHandleProviderEvent({ unitOfWork, clock, seller: sampleSeller, storeCurrency: 'USD' }),
      returnUrls: { allows: () => true },
      publicUrl: 'https://shop.example',
    });
  };

  it('in two processes, under keys of their own, has one payment', async () => {
    const processes = [openProcess(), openProcess()];
    const clicks = await Promise.all(
      Array.from({ length: 20 }, (_, click) => {
        const request = { caller: 'a customer', key: `click ${click}`, fingerprint: 'a request' };
        const start = processes[click % 2] ?? openProcess();
        return start({ caller: ada, request, orderId: order.id, method: 'card' });
      }),
    );
    const started = clicks.map((click) => valueOf(click).payment);
    expect(new Set(started.map((payment) => JSON.stringify(payment))).size).toBe(1);
    expect(await database.db.select().from(payments)).toHaveLength(1);
    expect(await database.db.select().from(sandboxPayments)).toHaveLength(1);
  });
});
