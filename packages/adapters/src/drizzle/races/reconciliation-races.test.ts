import { sampleSeller } from '@cartwright/application/contracts/sample-invoice';
import {
  jobsFor,
  makeCancelOrder,
  makeHandleProviderEvent,
  makeReconcilePayments,
  makeRequestDueRefunds,
  makeRequestReconciliation,
  makeSendRefund,
  makeStartPayment,
  type Caller,
  type JobHandlers,
  type ProviderEvent,
  type Reconciliation,
  type UnitOfWork,
} from '@cartwright/application';
import { sampleOrder } from '@cartwright/application/contracts/sample-order';
import { addUser, errorsOf, saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import type { Order, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testedDatabases, emptyAllTables, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { makeCollectedLog } from '../../in-memory/collected-log.js';
import { makeFakeClock, type FakeClock } from '../../in-memory/fake-clock.js';
import { makeSandboxPaymentGateway, type SandboxPaymentGateway } from '../../sandbox-payments/sandbox-gateway.js';
import { makeNodeSecrets } from '../../system/node-secrets.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makePublishedOutboxFeed } from '../../../testing/published-outbox-feed.js';
import { makeDrizzleSandboxPaymentStore } from '../repositories/sandbox-payment-store.js';
import { outbox, sandboxPayments } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

/** A payment that the provider took, and that the shop has not heard of. */
type Silent = { readonly order: Order; readonly caller: Caller; readonly event: ProviderEvent };

describe.each(testedDatabases)('on %s, payments of which the shop has not heard', (_name, openDatabase) => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  let clock: FakeClock;
  let gateway: SandboxPaymentGateway;
  let mug: VariantId;
  let ada: Caller & { readonly userId: string };
  const secrets = makeNodeSecrets({ key: 'a key for tests only' });
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    const { db } = database;
    await emptyAllTables(db);
    clock = makeFakeClock('2026-11-21T12:00:00.000Z');
    unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
    const store = makeDrizzleSandboxPaymentStore({ db, ids: uuidIds });
    gateway = makeSandboxPaymentGateway({
      store,
      ids: uuidIds,
      clock,
      secrets,
      publicUrl: 'https://shop.example',
      pageSize: 7,
    });
    mug = await saveVariant(unitOfWork, { stock: 1_000 });
    ada = { type: 'user', userId: (await addUser(unitOfWork)).id, role: 'customer' };
  });

  const handle = (event: ProviderEvent) =>
    makeHandleProviderEvent({ unitOfWork, clock, seller: sampleSeller, storeCurrency: 'USD' })(event);
  const paySilently = async (): Promise<Silent> => {
    const order = await sampleOrder(unitOfWork, {
      lines: [{ variantId: mug, quantity: 1 }],
      customerId: ada.userId,
      placedAt: clock.now(),
    });
    valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
    const deps = {
      unitOfWork,
      clock,
      ids: uuidIds,
      secrets,
      paymentGateway: gateway,
      returnUrls: { allows: () => true },
      publicUrl: 'https://shop.example',
      handleProviderEvent: makeHandleProviderEvent({ unitOfWork, clock, seller: sampleSeller, storeCurrency: 'USD' }),
    };
    const request = { caller: 'a test', key: order.id, fingerprint: 'f' };
    const { payment } = valueOf(
      await makeStartPayment(deps)({ caller: ada, request, orderId: order.id, method: 'card' }),
    );
    const { event } = valueOf(await gateway.confirm(payment.paymentId, 'pm_card_visa'));
    return { order, caller: ada, event };
  };
  const payMany = async (count: number): Promise<readonly Silent[]> => {
    const all: Silent[] = [];
    for (let paid = 0; paid < count; paid += 1) all.push(await paySilently());
    await database.db.delete(outbox);
    return all;
  };
  const begin = async (): Promise<string> => {
    const to = new Date(Date.parse(clock.now()) + 1000).toISOString();
    const requested = await makeRequestReconciliation({ unitOfWork, clock, ids: uuidIds })({ to }, { userId: 'ada' });
    return valueOf(requested).reconciliationId;
  };
  const reconcile = (reconciliationId: string) =>
    makeReconcilePayments({
      unitOfWork,
      clock,
      paymentGateway: gateway,
      handleProviderEvent: handle,
      log: makeCollectedLog(),
    })({ reconciliationId });
  const view = async (id: string): Promise<Reconciliation | undefined> =>
    valueOf(await unitOfWork.read(({ reconciliations }) => reconciliations.find(id)));
  const now = async ({ order }: Silent): Promise<Order> => {
    const stored = valueOf(await unitOfWork.read(({ orders }) => orders.find(order.id)));
    if (stored === undefined) throw new Error('there is no such order');
    return stored.order;
  };
  const cancel = ({ order, caller }: Silent) =>
    makeCancelOrder({ unitOfWork, clock, secrets })({ caller, orderId: order.id });
  /** Runs all jobs of refunds, and informs the shop of their outcomes. */
  const refundAll = async (): Promise<void> => {
    const feed = makePublishedOutboxFeed({ db: database.db, clock });
    const deps = { unitOfWork, clock, ids: uuidIds, paymentGateway: gateway, handleProviderEvent: handle };
    const handlers: Pick<JobHandlers, 'request-due-refunds' | 'send-refund'> = {
      'request-due-refunds': ({ payload, id: jobId }) =>
        makeRequestDueRefunds(deps)({ ...payload, jobId }).mapErr(({ type }) => ({
          type: 'job.refused',
          reason: type,
        })),
      'send-refund': ({ payload }) =>
        makeSendRefund(deps)(payload).mapErr(({ type }) => ({ type: 'job.refused', reason: type })),
    };
    for (
      let events = valueOf(await feed.claim(100, 60_000));
      events.length > 0;
      events = valueOf(await feed.claim(100, 60_000))
    ) {
      for (const job of events.flatMap(jobsFor)) {
        if (job.name === 'request-due-refunds') valueOf(await handlers[job.name](job));
        if (job.name === 'send-refund') valueOf(await handlers[job.name](job));
      }
    }
  };

  it('are applied once by two processes that do the same reconciliation, and counted once', async () => {
    const silent = await payMany(20);
    const id = await begin();
    const answers = await Promise.all([reconcile(id), reconcile(id), reconcile(id)]);
    expect(errorsOf(answers)).toEqual([]);
    expect(await view(id)).toMatchObject({
      finishedAt: clock.now(),
      counts: { events: 20, payments: 20, differences: 0 },
    });
    for (const each of silent)
      expect(await now(each)).toMatchObject({ status: 'paid', payments: [{ reference: each.event.reference }] });
  });

  it('are applied once though the webhooks come after all, and orders are cancelled, at the same time', async () => {
    const silent = await payMany(30);
    const [one, two] = [await begin(), await begin()];
    const answers = await Promise.all<ResultAsync<unknown, { readonly type: string }>>([
      reconcile(one),
      ...silent.flatMap((each, index) =>
        index % 3 === 0 ? [handle(each.event), cancel(each)] : [cancel(each), handle(each.event)],
      ),
      reconcile(two),
    ]);
    expect(errorsOf(answers)).toEqual([]);
    await refundAll();
    clock.advance(60_000);
    // Refunds made meanwhile were not reported either.
    valueOf(await reconcile(await begin()));

    const atProvider = new Map(
      (await database.db.select().from(sandboxPayments)).map(({ document }) => [document.orderId, document]),
    );
    for (const each of silent) {
      const order = await now(each);
      const back = (atProvider.get(order.id)?.refunds ?? []).reduce((sum, { amount }) => sum + amount.amount, 0);
      expect(order).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded', dueBack: { amount: 0 } });
      expect([order.payments.length, back]).toEqual([1, order.pricing.total.amount]);
    }
  });
});
