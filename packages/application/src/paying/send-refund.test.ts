import type { Caller, PaymentGateway, RefundPayment } from '@cartwright/application';
import type { Order, Refund } from '@cartwright/domain';
import { errAsync, ResultAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import {
  dies,
  guestOrder,
  openShop,
  orderNow,
  pay,
  refusalOf,
  snapshotOf,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

/** What becomes of the provider's answer, once it has done what it was asked. */
type Line = 'works' | 'the process dies' | 'the answer is lost' | 'refuses';
let line: Line;
let shop: Shop;
let order: Order;
let caller: Caller;
let asked: RefundPayment[];
/** What happens at the shop before the provider refuses. */
let whileAsked: () => Promise<void>;

/** A paid order that was cancelled. */
beforeEach(async () => {
  line = 'works';
  asked = [];
  whileAsked = () => Promise.resolve();
  const gateway = (ordinary: PaymentGateway): PaymentGateway => ({
    ...ordinary,
    refund: (refund) => {
      asked.push(refund);
      if (line === 'refuses') {
        return ResultAsync.fromSafePromise(whileAsked()).andThen(() =>
          errAsync({ type: 'payment.refused', reason: 'charge_disputed' } as const),
        );
      }
      const done = ordinary.refund(refund);
      if (line === 'the process dies') return done.andThen(() => dies());
      if (line === 'the answer is lost') {
        return done.andThen(() => errAsync({ type: 'payments.unavailable', retryAfterSeconds: 5 } as const));
      }
      return done;
    },
  });
  shop = await openShop({ gateway });
  ({ order, caller } = await guestOrder(shop));
  await pay(shop, order, caller);
  await shop.runJobs();
  (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
});

/** The refund of the whole order, asked for and not sent. */
const requested = async (): Promise<Refund> => {
  (await shop.requestDueRefunds({ orderId: order.id, jobId: 'job-1' }))._unsafeUnwrap();
  const [refund] = orderNow(shop, order).refunds;
  if (refund === undefined) throw new Error('what is due is asked for');
  return refund;
};
const send = (refundId: string) => shop.sendRefund({ orderId: order.id, refundId });
/** What the provider has given back in all, in minor units. */
const givenBack = () =>
  [...shop.store.committed().sandboxPayments.values()]
    .flatMap(({ refunds }) => refunds)
    .reduce((all, { amount }) => all + amount.amount, 0);
/** Has the shop hear of all that the provider did, jobs or not. */
const handleAll = async (): Promise<void> => {
  for (const event of shop.store.committed().sandboxEvents.values())
    (await shop.handleProviderEvent(event))._unsafeUnwrap();
};
const eventTypes = () => [...shop.store.committed().outbox.values()].map(({ event }) => event.type);

it('requests one refund from the provider under its own id, and applies the answer', async () => {
  const { id } = await requested();
  (await send(id))._unsafeUnwrap();
  const reference = orderNow(shop, order).payments[0]?.reference;
  expect(asked).toEqual([{ refundId: id, orderId: order.id, reference, amount: usd(1700) }]);
  expect(givenBack()).toBe(1700);
  expect(orderNow(shop, order).refunds).toMatchObject([{ id, status: 'confirmed' }]);
});

it('gives money back once though two jobs do it at once, and is done once it is confirmed', async () => {
  const { id } = await requested();
  const both = await Promise.all([send(id), send(id)]);
  expect(both.every((each) => each.isOk())).toBe(true);
  expect(givenBack()).toBe(1700);
  await handleAll();
  asked = [];
  const before = snapshotOf(shop.store);
  (await send(id))._unsafeUnwrap();
  expect(shop.store.committed()).toEqual(before);
  expect(asked).toEqual([]);
});

it.each(['the process dies', 'the answer is lost'] as const)(
  'takes the same refund up again when the provider has done it and %s',
  async (fault) => {
    line = fault;
    expect(await shop.runJobs()).toMatchObject([{ type: 'job.outage' }]);
    line = 'works';
    shop.clock.advance(1000);
    expect(await shop.runJobs()).toEqual([]);
    expect(givenBack()).toBe(1700);
    expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'refunded', refunds: [{ status: 'confirmed' }] });
  },
);

it('asks for nothing again that the provider confirmed although its answer was lost', async () => {
  line = 'the answer is lost';
  const { id } = await requested();
  expect((await send(id))._unsafeUnwrapErr().type).toBe('payments.unavailable');
  line = 'works';
  asked = [];
  await handleAll();
  expect(await shop.runJobs()).toEqual([]);
  expect(asked).toEqual([]);
  expect(givenBack()).toBe(1700);
});

it('owes the money of a refund that the provider refuses again, says why, and asks no more by itself', async () => {
  line = 'refuses';
  (await shop.ensureAdmin({ email: 'admin@shop.example', password: 'correct horse battery' }))._unsafeUnwrap();
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order)).toMatchObject({
    dueBack: usd(1700),
    refunds: [{ status: 'failed', failure: 'charge_disputed' }],
  });
  expect(asked).toHaveLength(1);
  line = 'works';
  expect(await shop.runJobs()).toEqual([]);
  expect(givenBack()).toBe(0);
});

it('tries again when a dispute that the provider refused for is won during the call', async () => {
  (await shop.ensureAdmin({ email: 'admin@shop.example', password: 'correct horse battery' }))._unsafeUnwrap();
  line = 'refuses';
  const { id } = await requested();
  const reference = orderNow(shop, order).payments[0]?.reference ?? '';
  const facts = { provider: 'sandbox', at: shop.clock.now(), reference, disputeId: 'dp_1', amount: usd(1700) };
  whileAsked = async () => {
    (await shop.handleProviderEvent({ ...facts, eventId: 'won', type: 'dispute.won' }))._unsafeUnwrap();
  };
  expect((await send(id))._unsafeUnwrapErr().type).toBe('payments.unavailable');
  expect(orderNow(shop, order).refunds).toMatchObject([{ id, status: 'pending' }]);
  [line, whileAsked] = ['works', () => Promise.resolve()];
  expect(await shop.runJobs()).toEqual([]);
  expect([givenBack(), orderNow(shop, order).paymentStatus]).toEqual([1700, 'refunded']);
});

it('tells once that a refund was refused, though its job is repeated', async () => {
  line = 'refuses';
  const { id } = await requested();
  (await send(id))._unsafeUnwrap();
  (await send(id))._unsafeUnwrap();
  expect(eventTypes().filter((type) => type === 'order.refund-failed')).toHaveLength(1);
});

it('sends what is owed since a refusal together with what becomes due later', async () => {
  line = 'refuses';
  await shop.runJobs();
  line = 'works';
  (await shop.requestDueRefunds({ orderId: order.id, jobId: 'job-1' }))._unsafeUnwrap();
  expect(await shop.runJobs()).toEqual([]);
  expect(givenBack()).toBe(1700);
  expect(orderNow(shop, order)).toMatchObject({
    paymentStatus: 'refunded',
    refunds: [{ status: 'failed' }, { status: 'confirmed' }],
  });
});

it('calls the provider outside of any transaction', async () => {
  const looking = await openShop({
    gateway: (ordinary) => ({
      ...ordinary,
      // A transaction that were still open would hold the stock's up for ever.
      refund: (refund) =>
        looking
          .adjustStock({ variantId: looking.poster, delta: 1, reason: 'found during the call' })
          .orElse(() => dies())
          .andThen(() => ordinary.refund(refund)),
    }),
  });
  const placed = await guestOrder(looking);
  await pay(looking, placed.order, placed.caller);
  await looking.runJobs();
  (await looking.cancelOrder({ caller: placed.caller, orderId: placed.order.id }))._unsafeUnwrap();
  expect(await looking.runJobs()).toEqual([]);
  expect(looking.stockOf(looking.poster)).toBe(6);
});

it('refuses an order and a refund that do not exist', async () => {
  expect(await refusalOf(shop, () => shop.sendRefund({ orderId: 'none', refundId: 'none' }))).toEqual({
    type: 'order.not-found',
    orderId: 'none',
  });
  expect(await refusalOf(shop, () => send('none'))).toMatchObject({ type: 'refund.not-found', refundId: 'none' });
});
