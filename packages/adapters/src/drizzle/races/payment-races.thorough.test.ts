/**
 * Many orders in each kind of race, on real PostgreSQL: events of a provider, requests of customers and staff and the
 * jobs that follow, all simultaneous. The seed of a run decides what begins when; it is in the message of each failure.
 * Long because every race needs the same shop.
 */
import { sampleSeller } from '@cartwright/application/contracts/sample-invoice';
import {
  jobsFor,
  makeCancelOrder,
  makeEndPayments,
  makeHandleProviderEvent,
  makeHandleSandboxEvent,
  makeIssueDocuments,
  makeJobHandlers,
  makePlaceOrder,
  makeRefundOrder,
  makeRequestDueRefunds,
  makeSendRefund,
  makeStartPayment,
  runJob,
  type Caller,
  type JobHandlers,
  type OutboxFeed,
  type ProviderEvent,
  type UnitOfWork,
} from '@cartwright/application';
import { availableOf, freeShipping, saveVariant, usd, valueOf } from '@cartwright/application/contracts/sample-shop';
import type { Order, VariantId } from '@cartwright/domain';
import { okAsync, ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeInMemoryRateLimiter } from '../../in-memory/rate-limiter.js';
import { emptyAllTables, openTestPostgres, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { takenUnits } from '@cartwright/application/contracts/read-models/taken-units';
import { repeatableChance } from '../../../testing/random-shop/repeatable-chance.js';
import { isThorough } from '../../../testing/thorough.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { makeSandboxPaymentGateway, type SandboxPaymentGateway } from '../../sandbox-payments/sandbox-gateway.js';
import { makeNodeSecrets } from '../../system/node-secrets.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makePublishedOutboxFeed } from '../../../testing/published-outbox-feed.js';
import { makeDrizzleSandboxPaymentStore } from '../repositories/sandbox-payment-store.js';
import { sandboxPayments, stockMovements } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const races = isThorough ? 500 : 50;
const concurrency = 25;
const seed = Number(process.env['RACE_SEED'] ?? Date.now() % 1_000_000);
const stockAtFirst = 10_000;
const unitsEach = 3;
const staff: Caller = { type: 'user', userId: '00000000-0000-7000-8000-0000000000aa', role: 'admin' };
const pages = { successUrl: 'https://shop.example/paid', cancelUrl: 'https://shop.example/cart' };
const address = { fullName: 'Ada Lovelace', line1: '1 Mill Lane', city: 'Ockham', country: 'GB' };

/** An order whose payment can be confirmed, and whoever may touch it. */
type Pending = { readonly order: Order; readonly owner: Caller; readonly paymentId: string };
type Act = () => ResultAsync<unknown, { readonly type: string }>;

describe(`on PostgreSQL, money in races (RACE_SEED=${seed})`, () => {
  let database: TestDatabase;
  let unitOfWork: UnitOfWork;
  let feed: OutboxFeed;
  let gateway: SandboxPaymentGateway;
  let handlers: JobHandlers;
  let mug: VariantId;
  let placed: Order[];
  const clock = makeFakeClock();
  const secrets = makeNodeSecrets({ key: 'a key for tests only' });
  const chance = repeatableChance(seed);
  const publicUrl = 'https://shop.example';

  beforeAll(async () => {
    database = await openTestPostgres();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    const { db } = database;
    await emptyAllTables(db);
    placed = [];
    unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
    feed = makePublishedOutboxFeed({ db, clock });
    const store = makeDrizzleSandboxPaymentStore({ db, ids: uuidIds });
    gateway = makeSandboxPaymentGateway({ store, ids: uuidIds, clock, secrets, publicUrl });
    const deps = { unitOfWork, clock, ids: uuidIds, paymentGateway: gateway, handleProviderEvent: handle, publicUrl };
    const unused = (): ResultAsync<never, never> => new ResultAsync(Promise.reject(new Error('not part of this test')));
    handlers = {
      ...makeJobHandlers({
        sendMail: unused,
        eraseCopies: unused,
        importProducts: unused,
        fetchImage: unused,
        handleExtensionEvent: unused,
        countSales: () => okAsync(undefined),
        expireUnpaidOrders: unused,
        purgeOldData: unused,
        checkStockLedger: unused,
        mailLowStock: unused,
        auditNightly: unused,
        runBacktest: unused,
        writeReportFile: unused,
        beginNightlyProductMirror: unused,
        mirrorProducts: unused,
        rebuildReports: unused,
        beginNightlyReconciliation: unused,
        reconcilePayments: unused,
        requestDueRefunds: makeRequestDueRefunds(deps),
        sendRefund: makeSendRefund(deps),
        endPayments: makeEndPayments(deps),
        issueDocuments: makeIssueDocuments({ ...deps, seller: { name: 'Shop', address: [] }, storeCurrency: 'USD' }),
        handleSandboxEvent: makeHandleSandboxEvent({ findSandboxEvent: store.findEvent, handleProviderEvent: handle }),
      }),
      'send-mail': () => okAsync(undefined),
    };
    mug = await saveVariant(unitOfWork, { stock: stockAtFirst, price: usd(1000) });
    valueOf(await unitOfWork.run(({ pricing }) => pricing.saveMinimumOrders([])));
    valueOf(await unitOfWork.run(({ pricing }) => pricing.saveShippingMethod(freeShipping)));
  });

  const handle = (event: ProviderEvent) =>
    makeHandleProviderEvent({ unitOfWork, clock, seller: sampleSeller, storeCurrency: 'USD' })(event);
  const request = () => ({ caller: 'a race', key: uuidIds.next(), fingerprint: 'a request' });

  const place = async (): Promise<Pending> => {
    const answer = await makePlaceOrder({
      rateLimiter: makeInMemoryRateLimiter({ clock: makeFakeClock() }),
      unitOfWork,
      clock,
      ids: uuidIds,
      secrets,
      paymentGateway: { minimumCharge: () => undefined },
      storeCurrency: 'USD',
    })({
      caller: { type: 'guest' },
      request: request(),
      source: { type: 'items', items: [{ variantId: mug, quantity: unitsEach }] },
      email: 'ada@shop.example',
      shippingAddress: address,
    });
    const { order, token = '' } = valueOf(answer);
    placed.push(order);
    const owner: Caller = { type: 'guest', orderToken: token };
    return { order, owner, paymentId: await startPayment(order, owner) };
  };
  /** An order has one open payment by each method. */
  const startPayment = async (order: Order, caller: Caller, method: 'card' | 'checkout' = 'card'): Promise<string> => {
    const start = makeStartPayment({
      unitOfWork,
      clock,
      ids: uuidIds,
      secrets,
      paymentGateway: gateway,
      handleProviderEvent: handle,
      returnUrls: { allows: () => true },
      publicUrl,
    });
    return valueOf(await start({ caller, request: request(), orderId: order.id, method, ...pages })).payment.paymentId;
  };
  /** The customer pays. The event is sent at once, and again by its job, as providers do. */
  const pay = async (paymentId: string, method = 'pm_card_visa'): Promise<ProviderEvent> =>
    valueOf(await gateway.confirm(paymentId, method)).event;
  const paid = async (): Promise<Pending & { readonly reference: string }> => {
    const pending = await place();
    const event = await pay(pending.paymentId);
    valueOf(await handle(event));
    return { ...pending, reference: event.reference };
  };
  const cancel = ({ order, owner }: Pending, caller = owner) =>
    makeCancelOrder({ unitOfWork, clock, secrets })({ caller, orderId: order.id });
  const refund = ({ order }: Pending, what: { readonly amount: number } | { readonly units: number }) => {
    const asked =
      'amount' in what ? { amount: usd(what.amount) } : { lines: [{ variantId: mug, quantity: what.units }] };
    return makeRefundOrder({ unitOfWork, clock, ids: uuidIds })(
      { orderId: order.id, request: request(), reason: 'a race', ...asked },
      { type: 'user', userId: 'staff', role: 'admin' },
    );
  };

  /** Begins all acts in a random sequence, after random pauses. Returns the types of the refusals. */
  const race = async (acts: readonly Act[]): Promise<readonly string[]> => {
    const shuffled = acts
      .map((act) => ({ act, at: chance(), turns: Math.floor(chance() * 12) }))
      .sort((left, right) => left.at - right.at);
    const answers = await Promise.all(
      shuffled.map(async ({ act, turns }) => {
        for (let turn = 0; turn < turns; turn += 1) {
          await new Promise((resolve) => {
            setImmediate(resolve);
          });
        }
        return act();
      }),
    );
    return answers.flatMap((answer) => (answer.isErr() ? [answer.error.type] : []));
  };
  const raceMany = async (begin: () => Promise<readonly string[]>): Promise<readonly string[]> => {
    const refusals: string[] = [];
    for (let done = 0; done < races; done += concurrency) {
      refusals.push(...(await Promise.all(Array.from({ length: concurrency }, begin))).flat());
    }
    return refusals;
  };

  /** Runs the jobs of all events, by several workers at once, until there are none. */
  const runJobs = async (): Promise<void> => {
    const worker = async (): Promise<number> => {
      const events = valueOf(await feed.claim(20, 60_000));
      for (const event of events) {
        for (const job of jobsFor(event)) {
          const result = await runJob(handlers, job);
          if (result.isErr() && result.error.type === 'job.outage')
            throw new Error(`${job.name}: ${result.error.reason}`);
        }
      }
      valueOf(await feed.ack(events.map(({ id }) => id)));
      return events.length;
    };
    while ((await Promise.all([worker(), worker(), worker(), worker()])).some((count) => count > 0));
  };

  /** Every order against the provider's books and the stock's. */
  const expectBooksToAgree = async (): Promise<void> => {
    const books = (await database.db.select().from(sandboxPayments)).map(({ document }) => document);
    const movements = await database.db.select().from(stockMovements);
    let held = 0;
    for (const { id } of placed) {
      const stored = valueOf(await unitOfWork.read(({ orders }) => orders.find(id)));
      if (stored === undefined) throw new Error(`there is no order ${id}`);
      const { order } = stored;
      const ofOrder = books.filter(({ orderId }) => orderId === id);
      const captured = sum(ofOrder.filter(({ status }) => status === 'succeeded').map(({ amount }) => amount.amount));
      const returned = sum(ofOrder.flatMap(({ refunds }) => refunds.map(({ amount }) => amount.amount)));
      const units = takenUnits(movements.filter(({ orderId }) => orderId === id));
      held += units;
      expect({
        captured: sum(order.payments.map(({ amount }) => amount.amount)),
        returned: sum(order.refunds.filter(({ status }) => status === 'confirmed').map(({ amount }) => amount.amount)),
        pending: order.refunds.filter(({ status }) => status === 'pending').length,
        units,
      }).toEqual({ captured, returned, pending: 0, units: order.status === 'cancelled' ? 0 : unitsEach });
      // Nobody has paid more than the order, or anything for one that is cancelled: what is left of it is owed, and
      // that only where the provider has refused to send it back.
      const kept = order.status === 'cancelled' ? 0 : order.pricing.total.amount;
      expect(captured - returned - order.dueBack.amount).toBeLessThanOrEqual(kept);
      if (!order.refunds.some(({ status }) => status === 'failed')) expect(order.dueBack.amount).toBe(0);
    }
    expect(await availableOf(unitOfWork, mug)).toBe(stockAtFirst - held);
  };

  const settled = async (): Promise<void> => {
    await runJobs();
    await expectBooksToAgree();
  };
  const expectRefusals = (refusals: readonly string[], ...known: readonly string[]): void =>
    expect(refusals.filter((type) => !known.includes(type))).toEqual([]);

  it('a webhook against a cancellation, by the customer and by staff', async () => {
    const refusals = await raceMany(async () => {
      const pending = await place();
      const event = await pay(pending.paymentId);
      return race([() => handle(event), () => cancel(pending), () => cancel(pending, staff)]);
    });
    expectRefusals(refusals, 'order.already-cancelled');
    await settled();
    expect(refusals).toHaveLength(races);
  });

  it('a webhook against itself, against a failure, and against that of another payment', async () => {
    const refusals = await raceMany(async () => {
      const pending = await place();
      const declined = await pay(pending.paymentId, 'pm_card_chargeDeclined');
      const other = await startPayment(pending.order, pending.owner, 'checkout');
      const [first, second] = [await pay(pending.paymentId), await pay(other)];
      return race(
        [first, first, second, second, declined, { ...first, eventId: `again ${first.eventId}` }].map(
          (event) => () => handle(event),
        ),
      );
    });
    expect(refusals).toEqual([]);
    await settled();
  });

  it('a refund against a refund of the same units and of the same money', async () => {
    const refusals = await raceMany(async () => {
      const pending = await paid();
      return race([
        () => refund(pending, { units: 2 }),
        () => refund(pending, { units: 2 }),
        () => refund(pending, { amount: 2500 }),
        () => refund(pending, { amount: 2500 }),
      ]);
    });
    expectRefusals(refusals, 'units.not-available', 'refund.exceeds-captured');
    await settled();
    expect(refusals.length).toBeGreaterThanOrEqual(2 * races);
  });

  it('a refund by staff against a cancellation, and one that was made at the provider by hand', async () => {
    const refusals = await raceMany(async () => {
      const pending = await paid();
      const { reference, order } = pending;
      const byHand = () =>
        gateway.refund({ refundId: `by hand ${order.id}`, orderId: order.id, reference, amount: usd(700) });
      return race([
        () => refund(pending, { amount: 1200 }),
        () => cancel(pending),
        byHand,
        () => refund(pending, { units: 1 }),
      ]);
    });
    expectRefusals(
      refusals,
      'order.already-cancelled',
      'order.not-refundable',
      'units.not-available',
      'refund.exceeds-captured',
      'payment.refused',
    );
    await runJobs();
    // What was refused while our own refunds were under way, the provider sends again.
    for (const { document } of await database.db.select().from(sandboxPayments)) {
      const events = valueOf(await gateway.eventsOf(document.reference)) ?? [];
      for (const event of events) expect((await handle(event)).isOk()).toBe(true);
    }
    await settled();
  });
});

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
