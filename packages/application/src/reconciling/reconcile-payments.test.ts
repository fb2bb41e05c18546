// Past 250 lines: every test sets the provider and the shop at odds in its own way, by the same few means.
import type { Caller, PaymentGateway, ProviderEvent, Reconciliation } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { errAsync, okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  guestOrder,
  openShop,
  orderNow,
  pay,
  request,
  snapshotOf,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

const hour = 3_600_000;
const day = 24 * hour;

let shop: Shop;
let order: Order;
let caller: Caller;
/** Takes the place of what the provider tells of a period, or of one payment. */
let tellBetween: (told: readonly ProviderEvent[]) => readonly ProviderEvent[];
let tellOf: (told: readonly ProviderEvent[] | undefined) => readonly ProviderEvent[] | undefined;
/** Periods, and payments, that the provider was asked about. */
let asked: string[];
/** What it is away for. */
let isAway: (question: string) => boolean;

beforeEach(async () => {
  tellBetween = (told) => told;
  tellOf = (told) => told;
  asked = [];
  isAway = () => false;
  const away = errAsync({ type: 'payments.unavailable', retryAfterSeconds: 5 } as const);
  const gateway = (ordinary: PaymentGateway): PaymentGateway => ({
    ...ordinary,
    eventsBetween: (period, cursor) => {
      asked.push(`${period.from} to ${period.to}`);
      if (isAway(period.from)) return away;
      return ordinary.eventsBetween(period, cursor).map((page) => ({ ...page, events: tellBetween(page.events) }));
    },
    eventsOf: (reference) => {
      asked.push(reference);
      return isAway(reference) ? away : ordinary.eventsOf(reference).map(tellOf);
    },
  });
  shop = await openShop({ gateway });
  ({ order, caller } = await guestOrder(shop));
});

/** What the provider posts, and what our jobs would do, is lost. */
const loseAllMessages = async (): Promise<void> => {
  await shop.store.transact(({ outbox }) => {
    outbox.clear();
    return okAsync(undefined);
  });
};
const payInSilence = async (of = order, by = caller, key = 'pay') => {
  const paid = await pay(shop, of, by, key);
  await loseAllMessages();
  return paid;
};
const payAndHear = async () => {
  const paid = await pay(shop, order, caller);
  expect(await shop.runJobs()).toEqual([]);
  return paid;
};
const referenceOf = (of = order): string => orderNow(shop, of).payments[0]?.reference ?? '';
const begin = async (days = 1): Promise<string> => {
  const to = new Date(Date.parse(shop.clock.now()) + 1000).toISOString();
  const from = new Date(Date.parse(to) - days * day).toISOString();
  return (await shop.requestReconciliation({ from, to }))._unsafeUnwrap().reconciliationId;
};
const view = async (reconciliationId: string): Promise<Reconciliation> =>
  (await shop.viewReconciliation({ reconciliationId }))._unsafeUnwrap();
const reconcile = async (days?: number): Promise<Reconciliation> => {
  const reconciliationId = await begin(days);
  (await shop.reconcilePayments({ reconciliationId }))._unsafeUnwrap();
  return view(reconciliationId);
};

describe('what the shop has missed', () => {
  it('of a payment is applied, and its order goes on as if it had been told', async () => {
    const { event } = await payInSilence();
    const { counts, differences, finishedAt } = await reconcile();
    expect([counts, differences, finishedAt]).toEqual([
      { events: 1, applied: 1, payments: 1, refundsRequestedAgain: 0, differences: 0 },
      [],
      shop.clock.now(),
    ]);
    expect(orderNow(shop, order)).toMatchObject({
      status: 'paid',
      payments: [{ reference: event.reference, amount: usd(1700) }],
    });
    expect(await shop.runJobs()).toEqual([]);
  });

  it('of a payment on an order that was cancelled meanwhile is applied, and refunded by itself', async () => {
    await payInSilence();
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    await reconcile();
    expect(await shop.runJobs()).toEqual([]);
    expect(orderNow(shop, order)).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
  });

  it('of a refund is applied', async () => {
    await payAndHear();
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    (await shop.requestDueRefunds({ orderId: order.id, jobId: 'job-1' }))._unsafeUnwrap();
    const [refund] = orderNow(shop, order).refunds;
    if (refund === undefined) throw new Error('the refund was not requested');
    const { id: refundId, amount } = refund;
    // The answer is lost, too.
    (await shop.provider.refund({ refundId, orderId: order.id, reference: referenceOf(), amount }))._unsafeUnwrap();
    await loseAllMessages();
    expect(orderNow(shop, order).refunds).toMatchObject([{ status: 'pending' }]);
    expect((await reconcile()).counts).toMatchObject({ applied: 1, differences: 0 });
    expect(orderNow(shop, order).refunds).toMatchObject([{ status: 'confirmed' }]);
  });

  it('of a refund that somebody made at the provider is applied', async () => {
    await payAndHear();
    (
      await shop.provider.refund({ refundId: 'by hand', orderId: order.id, reference: referenceOf(), amount: usd(500) })
    )._unsafeUnwrap();
    await loseAllMessages();
    expect((await reconcile()).counts).toMatchObject({ applied: 1, differences: 0 });
    expect(orderNow(shop, order)).toMatchObject({
      paymentStatus: 'partially_refunded',
      refunds: [{ id: 'by hand', amount: usd(500) }],
    });
  });

  it('of a refund is applied also when its payment was missed, before the period', async () => {
    const { event } = await payInSilence();
    shop.clock.advance(10 * day);
    (
      await shop.provider.refund({
        refundId: 'by hand',
        orderId: order.id,
        reference: event.reference,
        amount: usd(500),
      })
    )._unsafeUnwrap();
    await loseAllMessages();
    const { counts, differences } = await reconcile();
    expect([counts.applied, differences]).toEqual([2, []]);
    expect(orderNow(shop, order)).toMatchObject({ status: 'paid', paymentStatus: 'partially_refunded' });
  });

  it('of a payment that the provider does not mention by itself is asked for, and applied', async () => {
    const { event } = await payInSilence();
    tellBetween = () => [];
    expect((await reconcile()).counts).toMatchObject({ applied: 1, differences: 0 });
    expect(asked).toContain(event.reference);
    expect(orderNow(shop, order).status).toBe('paid');
  });

  it('is applied once, however often and by however many it is reconciled', async () => {
    await payInSilence();
    const [one, two] = [await begin(), await begin()];
    const both = await Promise.all(
      [one, two, one].map((reconciliationId) => shop.reconcilePayments({ reconciliationId })),
    );
    expect(both.every((each) => each.isOk())).toBe(true);
    expect((await view(one)).counts.applied + (await view(two)).counts.applied).toBe(1);
    expect((await view(one)).counts).toMatchObject({ events: 1, payments: 1 });
    expect(orderNow(shop, order).payments).toHaveLength(1);
    const before = snapshotOf(shop.store);
    (await shop.reconcilePayments({ reconciliationId: one }))._unsafeUnwrap();
    expect(shop.store.committed()).toEqual(before);
  });
});

it('changes nothing where the shop and the provider agree, and says so', async () => {
  await payAndHear();
  const abandoned = await guestOrder(shop, { key: 'abandoned' });
  (
    await shop.startPayment({ ...abandoned, request: request('p'), orderId: abandoned.order.id, method: 'card' })
  )._unsafeUnwrap();
  const before = [order, abandoned.order].map((each) => orderNow(shop, each));
  const { counts, differences } = await reconcile();
  expect([counts, differences]).toEqual([
    { events: 1, applied: 0, payments: 2, refundsRequestedAgain: 0, differences: 0 },
    [],
  ]);
  expect([order, abandoned.order].map((each) => orderNow(shop, each))).toEqual(before);
  expect(shop.log.lines).toEqual([expect.objectContaining({ level: 'info', message: 'payments were reconciled' })]);
});

describe('what cannot be mended is kept and told of in the log:', () => {
  const differences = async () => {
    const { differences: found, counts } = await reconcile();
    expect(counts.differences).toBe(found.length);
    expect(shop.log.lines).toEqual([
      expect.objectContaining({
        level: 'warn',
        message: 'payments were reconciled, with differences',
        facts: expect.objectContaining({ first: found }),
      }),
    ]);
    return found;
  };

  it('another amount at the provider than the order says', async () => {
    await payAndHear();
    tellBetween = (told) =>
      told.map((event) =>
        event.type === 'payment.captured' ? { ...event, eventId: 'other', amount: usd(1600) } : event,
      );
    const reference = referenceOf();
    const facts = { orderId: order.id, reference };
    expect(await differences()).toEqual([
      {
        type: 'event.refused',
        eventId: 'other',
        event: 'payment.captured',
        reason: 'payment.amount-changed',
        ...facts,
        amount: usd(1600),
        recorded: usd(1700),
      },
      {
        type: 'payment.amount-differs',
        ...facts,
        paymentId: expect.any(String),
        requested: usd(1700),
        captured: usd(1600),
      },
    ]);
  });

  it('another amount than was asked for, which the order has all the same', async () => {
    const { payment, event } = await payInSilence();
    tellBetween = (told) =>
      told.map((each) => (each.type === 'payment.captured' ? { ...each, amount: usd(1600) } : each));
    const facts = { orderId: order.id, reference: event.reference, paymentId: payment.paymentId };
    expect(await differences()).toEqual([
      { type: 'payment.amount-differs', ...facts, requested: usd(1700), captured: usd(1600) },
    ]);
    expect(orderNow(shop, order)).toMatchObject({ status: 'pending', payments: [{ amount: usd(1600) }] });
  });

  it('a payment that the provider does not know', async () => {
    const { payment } = await payAndHear();
    tellBetween = () => [];
    tellOf = () => undefined;
    const facts = { orderId: order.id, paymentId: payment.paymentId, reference: referenceOf() };
    expect(await differences()).toEqual([{ type: 'payment.unknown-to-provider', ...facts, recorded: usd(1700) }]);
  });

  it('a payment that the provider says was not captured', async () => {
    const { payment } = await payAndHear();
    tellBetween = () => [];
    tellOf = () => [];
    const facts = { orderId: order.id, paymentId: payment.paymentId, reference: referenceOf() };
    expect(await differences()).toEqual([{ type: 'payment.not-captured', ...facts, recorded: usd(1700) }]);
  });

  it('a refund that the provider does not know', async () => {
    await payAndHear();
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    await shop.runJobs();
    const withoutRefunds = (told: readonly ProviderEvent[]) => told.filter(({ type }) => type !== 'refund.confirmed');
    tellBetween = withoutRefunds;
    tellOf = (told = []) => withoutRefunds(told);
    const refundId = orderNow(shop, order).refunds[0]?.id;
    expect(await differences()).toEqual([
      {
        type: 'refund.unknown-to-provider',
        orderId: order.id,
        refundId,
        reference: referenceOf(),
        recorded: usd(1700),
      },
    ]);
  });

  it('a payment, a refund and a dispute that the shop never asked for', async () => {
    const facts = { provider: 'sandbox', at: shop.clock.now(), amount: usd(5), reference: 'stranger' } as const;
    tellBetween = () => [
      { ...facts, type: 'payment.captured', eventId: '1', orderId: order.id },
      { ...facts, type: 'refund.confirmed', eventId: '2', orderId: 'nobody knows', refundId: 'r' },
      { ...facts, type: 'dispute.opened', eventId: '3', disputeId: 'd' },
    ];
    const told = { type: 'event.refused', reference: 'stranger', amount: usd(5) };
    expect(await differences()).toEqual([
      { ...told, eventId: '1', event: 'payment.captured', reason: 'payment.not-ours', orderId: order.id },
      {
        ...told,
        eventId: '2',
        event: 'refund.confirmed',
        reason: 'order.not-found',
        orderId: 'nobody knows',
        refundId: 'r',
      },
      { ...told, eventId: '3', event: 'dispute.opened', reason: 'payment.not-ours', disputeId: 'd' },
    ]);
  });

  it('of very many the first thousand, and how many there are', async () => {
    const facts = {
      provider: 'sandbox',
      at: shop.clock.now(),
      amount: usd(5),
      reference: 'stranger',
      orderId: order.id,
    } as const;
    tellBetween = () =>
      Array.from(
        { length: 1_200 },
        (_, index) => ({ ...facts, type: 'payment.captured', eventId: String(index) }) as const,
      );
    const { differences: kept, counts } = await reconcile();
    expect([kept.length, counts.differences]).toEqual([1_000, 1_200]);
  });
});

it('sees to all other payments when one of them meets a defect', async () => {
  const other = await guestOrder(shop, { key: 'other' });
  const { payment, event } = await payInSilence();
  await payInSilence(other.order, other.caller, 'other payment');
  const broken = shop.store.committed().orders.get(order.id);
  await shop.store.transact(({ orders }) => {
    // An order that no code can read any more.
    if (broken !== undefined)
      orders.set(order.id, {
        ...broken,
        order: { ...broken.order, payments: undefined as unknown as Order['payments'] },
      });
    return okAsync(undefined);
  });
  const { differences } = await reconcile();
  expect(orderNow(shop, other.order).status).toBe('paid');
  const facts = { orderId: order.id, reference: event.reference };
  expect(differences).toMatchObject([
    { type: 'event.refused', event: 'payment.captured', reason: 'defect', ...facts, amount: usd(1700) },
    { type: 'payment.not-compared', paymentId: payment.paymentId, ...facts },
  ]);
  expect(shop.log.lines.map(({ level }) => level)).toEqual(['error', 'error', 'warn']);
});

describe('a reconciliation that is cut short', () => {
  it('by an outage of the provider goes on with the day that it was at', async () => {
    await payInSilence();
    shop.clock.advance(day);
    const other = await guestOrder(shop, { key: 'other' });
    await payInSilence(other.order, other.caller, 'other payment');
    const reconciliationId = await begin(3);
    const { from } = await view(reconciliationId);
    const [first, second, third] = [0, 1, 2].map((days) => new Date(Date.parse(from) + days * day).toISOString());
    isAway = (question) => question === third;
    const outage = { type: 'payments.unavailable', retryAfterSeconds: 5 };
    expect((await shop.reconcilePayments({ reconciliationId }))._unsafeUnwrapErr()).toEqual(outage);
    expect(await view(reconciliationId)).toMatchObject({
      doneTo: third,
      counts: { events: 1, applied: 1, payments: 1 },
    });

    asked = [];
    isAway = () => false;
    (await shop.reconcilePayments({ reconciliationId }))._unsafeUnwrap();
    expect([first, second].some((at) => asked.some((question) => question.startsWith(`${at} to`)))).toBe(false);
    expect(await view(reconciliationId)).toMatchObject({
      finishedAt: shop.clock.now(),
      counts: { events: 2, applied: 2, payments: 2 },
    });
  });

  it('while it asks about one payment does that day again, and counts nothing twice', async () => {
    const { event } = await payInSilence();
    tellBetween = () => [];
    const reconciliationId = await begin();
    isAway = (question) => question === event.reference;
    expect((await shop.reconcilePayments({ reconciliationId })).isErr()).toBe(true);
    isAway = () => false;
    (await shop.reconcilePayments({ reconciliationId }))._unsafeUnwrap();
    expect((await view(reconciliationId)).counts).toMatchObject({ events: 1, applied: 1, payments: 1 });
  });

  it('by an outage of storage is tried again as a job', async () => {
    const reconciliationId = await begin();
    shop.store.goAway();
    const job = { id: '1', name: 'reconcile-payments', payload: { reconciliationId } } as const;
    expect((await shop.handlers['reconcile-payments'](job))._unsafeUnwrapErr()).toEqual({
      type: 'job.outage',
      reason: 'storage.unavailable',
    });
    shop.store.comeBack();
    expect((await shop.handlers['reconcile-payments'](job)).isOk()).toBe(true);
  });
});

it('goes by the days of its period, the last one to its end', async () => {
  const { from, to } = await reconcile(2.5);
  const at = (days: number): string => new Date(Date.parse(from) + days * day).toISOString();
  expect(asked).toEqual([`${from} to ${at(1)}`, `${at(1)} to ${at(2)}`, `${at(2)} to ${to}`]);
});

describe('a refund that is pending', () => {
  const refundIds = () =>
    [...shop.store.committed().outbox.values()].flatMap(({ event }) =>
      event.type === 'payments.refund-overdue' ? [event.refundId] : [],
    );
  const requestRefund = async (): Promise<string> => {
    await payAndHear();
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    (await shop.requestDueRefunds({ orderId: order.id, jobId: 'job-1' }))._unsafeUnwrap();
    await loseAllMessages();
    return orderNow(shop, order).refunds[0]?.id ?? '';
  };

  it('for over an hour is asked for again, and is back then', async () => {
    const refundId = await requestRefund();
    shop.clock.advance(hour);
    expect((await reconcile()).counts.refundsRequestedAgain).toBe(1);
    expect(refundIds()).toEqual([refundId]);
    expect(await shop.runJobs()).toEqual([]);
    expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'refunded', refunds: [{ status: 'confirmed' }] });
  });

  it('for less is left to its own job', async () => {
    await requestRefund();
    shop.clock.advance(hour - 1);
    expect((await reconcile()).counts.refundsRequestedAgain).toBe(0);
    expect(refundIds()).toEqual([]);
  });
});

describe('money that is due back', () => {
  it('is refunded though the job that was to ask for it has given up', async () => {
    await payAndHear();
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    await loseAllMessages();
    expect(orderNow(shop, order)).toMatchObject({ dueBack: order.pricing.total, refunds: [] });
    shop.clock.advance(hour);
    expect((await reconcile()).counts.refundsRequestedAgain).toBe(1);
    expect(await shop.runJobs()).toEqual([]);
    expect(orderNow(shop, order)).toMatchObject({
      paymentStatus: 'refunded',
      refunds: [{ status: 'confirmed' }],
      dueBack: { amount: 0 },
    });
    expect((await reconcile()).counts.refundsRequestedAgain).toBe(0);
  });
});

it('is not found when nobody began it', async () => {
  const refused = { type: 'reconciliation.not-found', reconciliationId: 'none' };
  expect((await shop.reconcilePayments({ reconciliationId: 'none' }))._unsafeUnwrapErr()).toEqual(refused);
  expect((await shop.viewReconciliation({ reconciliationId: 'none' }))._unsafeUnwrapErr()).toEqual(refused);
  const job = { id: '1', name: 'reconcile-payments', payload: { reconciliationId: 'none' } } as const;
  expect((await shop.handlers['reconcile-payments'](job))._unsafeUnwrapErr()).toMatchObject({ type: 'job.refused' });
});
