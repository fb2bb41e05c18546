import { makeCancelOrder, makePlaceOrder, type Caller, type UnitOfWork } from '@cartwright/application';
import {
  availableOf,
  errorsOf,
  freeShipping,
  saveVariant,
  usd,
  valueOf,
} from '@cartwright/application/contracts/sample-shop';
import type { Promotion } from '@cartwright/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeInMemoryRateLimiter } from '../../in-memory/rate-limiter.js';
import { emptyAllTables, openTestPostgres, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { makeNodeSecrets } from '../../system/node-secrets.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { promotionUsage, promotionUses } from '../schema.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

const clock = makeFakeClock();
const secrets = makeNodeSecrets({ key: 'a key for tests only' });
const storeCurrency = 'USD';
const address = { fullName: 'Ada Lovelace', line1: '1 Mill Lane', city: 'Ockham', country: 'GB' };
const staff: Caller = { type: 'user', userId: '00000000-0000-7000-8000-0000000000aa', role: 'support' };

/** Takes 2.00 off each order. */
const twoOff = (
  id: string,
  conditions: NonNullable<Promotion['conditions']>,
  facts: Partial<Promotion> = {},
): Promotion => ({
  id,
  name: id,
  target: { type: 'order' },
  effect: { type: 'amount', amount: usd(200), mode: 'across' },
  conditions,
  ...facts,
});

describe('on PostgreSQL, two hundred orders at once', () => {
  let database: TestDatabase;
  /** Transactions that ran again after a deadlock. */
  let retries = 0;
  let unitOfWork: UnitOfWork;
  let placeOrder: ReturnType<typeof makePlaceOrder>;
  let cancelOrder: ReturnType<typeof makeCancelOrder>;
  let variants: readonly string[];
  beforeAll(async () => {
    database = await openTestPostgres();
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await emptyAllTables(database.db);
    const ordinary = makeDrizzleUnitOfWork({ db: database.db, ids: uuidIds, storeCurrency });
    retries = 0;
    unitOfWork = {
      ...ordinary,
      run: (work) => {
        let isRetry = false;
        return ordinary.run((repositories) => {
          if (isRetry) retries += 1;
          isRetry = true;
          return work(repositories);
        });
      },
    };
    placeOrder = makePlaceOrder({
      rateLimiter: makeInMemoryRateLimiter({ clock: makeFakeClock() }),
      unitOfWork,
      clock,
      ids: uuidIds,
      secrets,
      paymentGateway: { minimumCharge: () => undefined },
      storeCurrency,
    });
    cancelOrder = makeCancelOrder({ unitOfWork, clock, secrets });
    variants = [
      await saveVariant(ordinary, { stock: 10_000, price: usd(1000) }),
      await saveVariant(ordinary, { stock: 10_000, price: usd(1000) }),
    ];
    valueOf(await ordinary.run(({ pricing }) => pricing.saveMinimumOrders([])));
    valueOf(await ordinary.run(({ pricing }) => pricing.saveShippingMethod(freeShipping)));
    retries = 0;
  });

  const offer = async (...all: readonly Promotion[]): Promise<void> => {
    for (const promotion of all) valueOf(await unitOfWork.run(({ promotions }) => promotions.save({ promotion })));
  };
  /** Each of two products, which every other order lists the other way round; by a guest of their own each. */
  const place = (index: number, coupons: readonly string[] = [], email = `guest-${index}@example.org`) =>
    placeOrder({
      caller: { type: 'guest' },
      request: { caller: `guest ${index}`, key: uuidIds.next(), fingerprint: 'order' },
      source: {
        type: 'items',
        items: (index % 2 === 0 ? variants : [...variants].reverse()).map((variantId) => ({ variantId, quantity: 1 })),
      },
      email,
      shippingAddress: address,
      coupons,
    });
  const crowd = <T>(act: (index: number) => PromiseLike<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 200 }, async (_, index) => act(index)));
  const discountsOf = (answers: readonly Awaited<ReturnType<typeof place>>[]): readonly number[] =>
    answers.flatMap((answer) => (answer.isOk() ? [answer.value.order.pricing.discountTotal.amount] : []));
  const counters = () => database.db.select().from(promotionUsage);

  it('use a coupon for fifty orders exactly fifty times, without a deadlock', async () => {
    await offer(twoOff('fifty', { couponCode: 'fifty', usageLimit: 50 }));
    const answers = await crowd((index) => place(index, ['fifty']));
    expect(discountsOf(answers)).toEqual(Array.from({ length: 50 }, () => 200));
    expect(errorsOf(answers).map((error) => (error.type === 'coupon.not-applicable' ? error.reason : error))).toEqual(
      Array.from({ length: 150 }, () => ({ type: 'promotion.usage-limit-reached', limit: 50, uses: 50 })),
    );
    expect(await counters()).toMatchObject([{ promotionId: 'fifty', uses: 50 }]);
    for (const variantId of variants) expect(await availableOf(unitOfWork, variantId)).toBe(10_000 - 50);
    // No transaction was the victim of a deadlock that succeeded on its second try.
    expect(retries).toBe(0);
  });

  it('use each of forty generated codes once, and once more after a cancellation', async () => {
    const promotion = twoOff('letters', { singleUse: true });
    await offer(promotion);
    const codes = Array.from({ length: 40 }, (_, index) => `letter-${index}`);
    valueOf(await unitOfWork.run(({ promotions }) => promotions.addCodes(promotion.id, codes)));
    const useAll = () => crowd((index) => place(index, [codes[index % codes.length] ?? '']));
    const answers = await useAll();
    expect(discountsOf(answers)).toEqual(codes.map(() => 200));
    expect(new Set(errorsOf(answers).map(({ type }) => type))).toEqual(new Set(['coupon.unknown']));
    const placed = answers.flatMap((answer) => (answer.isOk() ? [answer.value.order.id] : []));
    await Promise.all(placed.map(async (orderId) => valueOf(await cancelOrder({ caller: staff, orderId }))));
    expect(discountsOf(await useAll())).toEqual(codes.map(() => 200));
    expect(retries).toBe(0);
  });

  it('never spend more than a budget, and spend it to the cent', async () => {
    await offer(twoOff('budget', { budget: usd(7_150) }));
    const answers = await crowd((index) => place(index));
    expect(errorsOf(answers)).toEqual([]);
    const discounts = discountsOf(answers);
    expect(discounts.reduce((sum, each) => sum + each, 0)).toBe(7_150);
    expect([discounts.filter((each) => each === 200).length, discounts.filter((each) => each === 150).length]).toEqual([
      35, 1,
    ]);
    expect(await counters()).toMatchObject([{ promotionId: 'budget', uses: 36, spent: 7_150, currency: 'USD' }]);
    expect(retries).toBe(0);
  });

  it('use a coupon once for each buyer, however many orders a buyer sends concurrently', async () => {
    await offer(twoOff('once', { couponCode: 'once', customerUsageLimit: 1 }));
    const answers = await crowd((index) => place(index, ['once'], `guest-${index % 20}@example.org`));
    expect(discountsOf(answers)).toHaveLength(20);
    expect(
      new Set(
        errorsOf(answers).map((error) => (error.type === 'coupon.not-applicable' ? error.reason.type : error.type)),
      ),
    ).toEqual(new Set(['promotion.customer-usage-limit-reached']));
    const rows = await counters();
    expect([rows.length, new Set(rows.map(({ uses }) => uses))]).toEqual([20, new Set([1])]);
  });

  it('hand over from one limited promotion to the next as each is used up', async () => {
    const exclusiveGroup = 'season';
    await offer(
      twoOff(
        'b best',
        { usageLimit: 30 },
        { exclusiveGroup, effect: { type: 'amount', amount: usd(500), mode: 'across' } },
      ),
      twoOff('a second', { usageLimit: 60 }, { exclusiveGroup }),
      twoOff('c beside', { budget: usd(1_000) }),
    );
    const answers = await crowd((index) => place(index));
    expect(errorsOf(answers)).toEqual([]);
    const sum = discountsOf(answers).reduce((all, each) => all + each, 0);
    expect(sum).toBe(30 * 500 + 60 * 200 + 1_000);
    expect(Object.fromEntries((await counters()).map(({ promotionId, uses }) => [promotionId, uses]))).toMatchObject({
      'b best': 30,
      'a second': 60,
    });
    expect(retries).toBe(0);
  });

  it('and cancellations among them leave each use with a living order, without a deadlock', async () => {
    await offer(twoOff('fifty', { usageLimit: 50 }), twoOff('budget', { budget: usd(4_000) }));
    const cancelled = await crowd(async (index) => {
      const placed = await place(index);
      if (placed.isErr() || index % 3 !== 0) return 0;
      const { id } = placed.value.order;
      // Twice concurrently: one of them is refused.
      const both = await Promise.all([
        cancelOrder({ caller: staff, orderId: id }),
        cancelOrder({ caller: staff, orderId: id }),
      ]);
      return both.filter((answer) => answer.isOk()).length;
    });
    expect(cancelled.reduce((sum, each) => sum + each, 0)).toBe(67);
    expect(retries).toBe(0);
    const uses = await database.db.select().from(promotionUses);
    const usesOf = (id: string) => uses.filter(({ promotionId }) => promotionId === id);
    expect(usesOf('fifty').length).toBeLessThanOrEqual(50);
    const spent = usesOf('budget').reduce((sum, use) => sum + (use.spent ?? 0), 0);
    expect(spent).toBeLessThanOrEqual(4_000);
    const rows = new Map((await counters()).map((row) => [row.promotionId, row]));
    expect(rows.get('fifty')).toMatchObject({ uses: usesOf('fifty').length });
    expect(rows.get('budget')).toMatchObject({ uses: usesOf('budget').length, spent });
    for (const variantId of variants) expect(await availableOf(unitOfWork, variantId)).toBe(10_000 - 133);
  });
});
