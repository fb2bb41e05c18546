import { compareIds, priceCart, type Promotion } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { beforeAll, describe, expect, it } from 'vitest';
import { customerOf, guest, home, openShop, request, usd, type Shop } from '../../../testing/shop-in-memory.js';
import type { PromotionDraft } from '../set-promotion.js';
import { makeRunBacktest } from './run-backtest.js';

const period = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
const tenth: PromotionDraft = {
  name: 'A tenth',
  target: { type: 'order' },
  effect: { type: 'percent', rate: 100_000 },
};

let shop: Shop;
/** Seven orders, an hour apart: some with a code, one of two products, one cancelled. */
beforeAll(async () => {
  shop = await openShop();
  const rates = { standard: 190_000, reduced: 70_000 };
  const zones = [{ countries: [], prices: 'exclusive', rates, shippingClass: 'standard' }] as const;
  (await shop.setTaxRules({ zones }))._unsafeUnwrap();
  await place('first', 1);
  await place('second', 2, ['save10']);
  await place('third', 1, [], shop.eBook);
  const cancelled = await place('fourth', 1, ['save10'], shop.eBook);
  (await shop.cancelOrder({ caller: cancelled.caller, orderId: cancelled.id, reason: '' }))._unsafeUnwrap();
  for (const key of ['fifth', 'sixth', 'seventh']) await place(key, 1);
});

async function place(key: string, quantity: number, coupons: readonly string[] = [], also?: string) {
  shop.clock.advance(3_600_000);
  const items = [{ variantId: shop.mug, quantity }, ...(also === undefined ? [] : [{ variantId: also, quantity: 1 }])];
  const placed = await shop.placeOrder({
    caller: guest,
    request: request(key),
    source: { type: 'items', items },
    coupons: [...coupons],
    email: 'guest@example.org',
    shippingAddress: home,
  });
  const { order, token = '' } = placed._unsafeUnwrap();
  return { id: order.id, caller: { type: 'guest', orderToken: token } as const };
}

const backtest = async (promotion: PromotionDraft, of: { readonly from: string; readonly to: string } = period) => {
  const { backtestId } = (await shop.requestBacktest({ promotion, ...of }))._unsafeUnwrap();
  expect(await shop.runJobs()).toEqual([]);
  return (await shop.viewBacktest({ backtestId }))._unsafeUnwrap();
};

/** The same sums, made by pricing each order in a loop. */
function expectedOf(draft: Promotion, { from, to } = period) {
  const { orders, pricingInputs } = shop.store.committed();
  const placed = [...orders.values()]
    .map(({ order }) => order)
    .filter(({ placedAt }) => placedAt >= from && placedAt < to)
    .sort((left, right) => (left.placedAt < right.placedAt ? -1 : 1));
  let [before, after, uses, spent] = [0, 0, 0, 0];
  for (const { id, pricing } of placed) {
    const input = pricingInputs.get(id);
    if (input === undefined) throw new Error('each order has an input');
    const usage = { ...input.promotionUsage, [draft.id]: { uses, customerUses: 0, spent: usd(spent) } };
    const priced = priceCart({ ...input, promotions: [...input.promotions, draft], promotionUsage: usage });
    if (!priced.ok) throw new Error(priced.error.type);
    const applied = priced.value.applied.find(({ promotionId }) => promotionId === draft.id);
    if (applied !== undefined) uses += 1;
    spent += applied?.amount.amount ?? 0;
    before += pricing.total.amount;
    after += priced.value.total.amount;
  }
  return { orders: placed.length, before, after, uses, spent };
}

describe('a backtest of a draft', () => {
  it.each<[string, PromotionDraft]>([
    ['a percentage', tenth],
    ['one that combines with no other', { ...tenth, combinable: false, effect: { type: 'percent', rate: 300_000 } }],
    ['one of a product', { ...tenth, target: { type: 'lines', selector: { variantIds: ['none'] } } }],
    [
      'free shipping from two mugs',
      {
        name: 'Free',
        target: { type: 'shipping' },
        effect: { type: 'freeShipping' },
        conditions: { minimumQuantity: 2 },
      },
    ],
    ['one of a group', { ...tenth, conditions: { groups: ['guest'] }, exclusiveGroup: 'x' }],
  ])('comes to what pricing each order with it comes to: %s', async (_what, draft) => {
    const { promotion, result, ...progress } = await backtest(draft);
    const { orders, before, after } = expectedOf(promotion);
    expect(orders).toBe(7);
    expect(progress).toMatchObject({ status: 'completed', total: 7, processed: 7, unpriced: 0 });
    expect(result?.totals).toEqual([{ currency: 'USD', orders, before, after }]);
  });

  it('adds up days and products, which come to the totals', async () => {
    const { result } = await backtest(tenth);
    const sum = (rows: readonly { readonly before: number; readonly after: number }[] = []) =>
      rows.reduce<readonly [number, number]>((all, each) => [all[0] + each.before, all[1] + each.after], [0, 0]);
    expect(sum(result?.byDay)).toEqual(sum(result?.totals));
    expect(result?.byDay.map(({ day }) => day)).toEqual([shop.clock.now().slice(0, 10)]);
    const lines = [...shop.store.committed().orders.values()].flatMap(({ order }) => order.pricing.lines);
    expect(sum(result?.byProduct)[0]).toBe(lines.reduce((all, { total }) => all + total.amount, 0));
    expect(result?.byProduct.map(({ orders }) => orders).sort()).toEqual([2, 7]);
  });

  it('adds up each day in the time zone of the shop', async () => {
    const orders = [...shop.store.committed().orders.values()].map(({ order }) => order);
    (await shop.changeShop({ changes: { timeZone: 'Pacific/Auckland' } }))._unsafeUnwrap();
    const dayOf = (at: string) =>
      new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Auckland' }).format(new Date(at));
    const expected = new Map<string, number>();
    for (const { placedAt, pricing } of orders)
      expected.set(dayOf(placedAt), (expected.get(dayOf(placedAt)) ?? 0) + pricing.total.amount);
    const { result } = await backtest(tenth);
    (await shop.changeShop({ changes: { timeZone: 'UTC' } }))._unsafeUnwrap();
    // The seven hours of the orders pass midnight in New Zealand.
    expect(expected.size).toBe(2);
    expect(result?.byDay.map(({ day, before }) => [day, before])).toEqual([...expected]);
    expect(result?.byDay.reduce((all, each) => all + each.orders, 0)).toBe(orders.length);
  });

  it('shows how far it is while it runs', async () => {
    const { backtestId } = (await shop.requestBacktest({ promotion: tenth, ...period }))._unsafeUnwrap();
    const progressOf = async () => {
      const { status, processed, total } = (await shop.viewBacktest({ backtestId }))._unsafeUnwrap();
      return { status, processed, total };
    };
    const seen: unknown[] = [await progressOf()];
    // 25 full pages of orders without an input: pricing that many would take seconds.
    let pages = 0;
    const booksReader = {
      ...shop.ports.booksReader,
      countPlacedIn: () => okAsync(5_000),
      placedIn: (_period: unknown, limit: number) => {
        pages += 1;
        const length = pages > 25 ? 0 : limit;
        return okAsync(Array.from({ length }, (_none, at) => ({ id: `order-${at}`, placedAt: period.from })));
      },
    };
    const unitOfWork: typeof shop.unitOfWork = {
      ...shop.unitOfWork,
      run: (work) =>
        shop.unitOfWork.run(work).map((result) => {
          const { status, processed, total } = shop.store.committed().backtests.get(backtestId) ?? {};
          seen.push({ status, processed, total });
          return result;
        }),
    };
    (await makeRunBacktest({ unitOfWork, booksReader })({ backtestId }))._unsafeUnwrap();
    expect(seen).toEqual([
      { status: 'queued', processed: 0, total: 0 },
      { status: 'running', processed: 0, total: 5_000 },
      { status: 'running', processed: 4_000, total: 5_000 },
      { status: 'completed', processed: 5_000, total: 5_000 },
    ]);
  });

  it('uses up its limit and its budget, oldest order first', async () => {
    const limited = await backtest({ ...tenth, conditions: { usageLimit: 3 } });
    const expected = expectedOf(limited.promotion);
    expect(expected.uses).toBe(3);
    expect(limited.result?.totals).toMatchObject([{ after: expected.after }]);
    const budgeted = await backtest({ ...tenth, conditions: { budget: usd(500) } });
    const spent = expectedOf(budgeted.promotion);
    expect(spent.spent).toBe(500);
    expect(budgeted.result?.totals).toMatchObject([{ after: spent.after }]);
  });

  it('counts the uses of each account, and takes each order of a guest for a new customer', async () => {
    const own = await openShop();
    const ada = await customerOf(own);
    const buyers = [ada, guest, ada, guest];
    for (const [index, caller] of buyers.entries()) {
      const placed = await own.placeOrder({
        caller,
        request: request(`order ${index}`),
        source: { type: 'items', items: [{ variantId: own.mug, quantity: 1 }] },
        email: 'ada@example.org',
        shippingAddress: home,
      });
      placed._unsafeUnwrap();
    }
    const savedBy = async (conditions: PromotionDraft['conditions']) => {
      const { backtestId } = (
        await own.requestBacktest({ promotion: { ...tenth, conditions }, ...period })
      )._unsafeUnwrap();
      await own.runJobs();
      const [total] = (await own.viewBacktest({ backtestId }))._unsafeUnwrap().result?.totals ?? [];
      return (total?.before ?? 0) - (total?.after ?? 0);
    };
    // A tenth of a mug of 12.00. The second order of the account is not discounted.
    expect([await savedBy({}), await savedBy({ customerUsageLimit: 1 })]).toEqual([4 * 120, 3 * 120]);
    // No order has one of its codes.
    expect(await savedBy({ singleUse: true })).toBe(0);
  });

  it('covers orders placed from the start on, and none placed at the end', async () => {
    const times = [...shop.store.committed().orders.values()].map(({ order }) => order.placedAt).sort(compareIds);
    const [from = '', , to = ''] = times;
    expect(await backtest(tenth, { from, to })).toMatchObject({ total: 2, processed: 2 });
    expect((await backtest(tenth, { from: '2020-01-01T00:00:00.000Z', to: from })).result).toEqual({
      totals: [],
      byDay: [],
      byProduct: [],
    });
  });

  it('leaves out orders of earlier versions, and counts them', async () => {
    const { pricingInputs } = shop.store.committed();
    const [first] = pricingInputs;
    if (first === undefined) throw new Error('there are orders');
    pricingInputs.delete(first[0]);
    const { result, ...progress } = await backtest(tenth);
    pricingInputs.set(...first);
    expect(progress).toMatchObject({ total: 7, processed: 7, unpriced: 1 });
    expect(result?.totals).toMatchObject([{ orders: 6 }]);
  });

  it('starts again after a crash, and stays as it is once it is completed', async () => {
    const done = await backtest(tenth);
    shop.store.committed().backtests.set(done.id, { ...done, status: 'running', processed: 3 });
    (await shop.runBacktest({ backtestId: done.id }))._unsafeUnwrap();
    expect(shop.store.committed().backtests.get(done.id)).toEqual(done);
    await place('after it', 1);
    (await shop.runBacktest({ backtestId: done.id }))._unsafeUnwrap();
    expect(shop.store.committed().backtests.get(done.id)).toEqual(done);
    expect((await shop.runBacktest({ backtestId: 'none' }))._unsafeUnwrapErr().type).toBe(
      'promotion.backtest-not-found',
    );
  });
});
