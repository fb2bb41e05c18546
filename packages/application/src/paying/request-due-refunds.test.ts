import type { Caller, PaymentGateway, RefundPayment } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { errAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { dies, guestOrder, openShop, orderNow, pay, refusalOf, snapshotOf, usd, type Shop } from '../../testing/shop-in-memory.js';

type Line = 'works' | 'the process dies' | 'the answer is lost' | 'refuses';
/** What becomes of the provider's answer, by the payment that is refunded; `works` when nothing is said. */
let lines: Map<string, Line>;
let always: Line;
let shop: Shop;
let order: Order;
let caller: Caller;
let asked: RefundPayment[];

beforeEach(async () => {
  lines = new Map();
  always = 'works';
  asked = [];
  const gateway = (ordinary: PaymentGateway): PaymentGateway => ({
    ...ordinary,
    refund: (refund) => {
      asked.push(refund);
      const line = lines.get(refund.reference) ?? always;
      if (line === 'refuses') return errAsync({ type: 'payment.refused', reason: 'charge_disputed' });
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
});

const refund = () => shop.refundDueMoney({ orderId: order.id });
const cancel = async (): Promise<void> => {
  (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
};
const payTwice = async (): Promise<void> => {
  const first = (await shop.startPayment({ caller, request: key('a'), orderId: order.id, method: 'card' }))._unsafeUnwrap();
  const second = (await shop.startPayment({ caller, request: key('b'), orderId: order.id, method: 'card' }))._unsafeUnwrap();
  for (const { payment } of [first, second]) (await shop.provider.confirm(payment.paymentId, 'pm_card_visa'))._unsafeUnwrap();
};
/** Has the shop hear of all that the provider did, jobs or not. */
const handleAll = async (): Promise<void> => {
  const events = [...shop.store.committed().sandboxEvents.values()];
  for (const event of events) (await shop.handleProviderEvent(event))._unsafeUnwrap();
};
const key = (name: string) => ({ caller: 'guest', key: name, fingerprint: 'f' });
/** What the provider has given back in all, in minor units. */
const givenBack = () =>
  [...shop.store.committed().sandboxPayments.values()]
    .flatMap(({ refunds }) => refunds)
    .reduce((all, { amount }) => all + amount.amount, 0);

it('sends the money of a cancelled order back, once, and records that it is back', async () => {
  await pay(shop, order, caller);
  await shop.runJobs();
  await cancel();
  expect(await shop.runJobs()).toEqual([]);
  expect(givenBack()).toBe(1700);
  expect(orderNow(shop, order)).toMatchObject({
    paymentStatus: 'refunded',
    dueBack: usd(0),
    refunds: [{ amount: usd(1700), status: 'confirmed' }],
  });
});

it('changes nothing when it is repeated', async () => {
  await pay(shop, order, caller);
  await shop.runJobs();
  await cancel();
  await shop.runJobs();
  asked = [];
  const before = snapshotOf(shop.store);
  (await refund())._unsafeUnwrap();
  expect(shop.store.committed()).toEqual(before);
  expect(asked).toEqual([]);
});

it('sends money back once when two jobs do it at once', async () => {
  await pay(shop, order, caller);
  await shop.runJobs();
  await cancel();
  const both = await Promise.all([refund(), refund()]);
  expect(both.every((each) => each.isOk())).toBe(true);
  expect(orderNow(shop, order).refunds).toHaveLength(1);
  expect(givenBack()).toBe(1700);
  expect(new Set(asked.map(({ refundId }) => refundId)).size).toBe(1);
});

it.each(['the process dies', 'the answer is lost'] as const)(
  'takes the same refund up again when the provider has done it and %s',
  async (line) => {
    await pay(shop, order, caller);
    await shop.runJobs();
    await cancel();
    always = line;
    expect(await shop.runJobs()).toMatchObject([{ type: 'job.outage' }]);
    always = 'works';
    shop.clock.advance(1000);
    expect(await shop.runJobs()).toEqual([]);
    expect(givenBack()).toBe(1700);
    expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'refunded', refunds: [{ status: 'confirmed' }] });
  },
);

it('asks for nothing again that the provider confirmed although its answer was lost', async () => {
  await pay(shop, order, caller);
  await shop.runJobs();
  await cancel();
  always = 'the answer is lost';
  await refund();
  always = 'works';
  asked = [];
  await handleAll();
  expect(orderNow(shop, order).refunds).toMatchObject([{ status: 'confirmed' }]);
  expect(await shop.runJobs()).toEqual([]);
  expect(asked).toEqual([]);
  expect(givenBack()).toBe(1700);
});

it('fixes a refund\'s id before the provider hears of it', async () => {
  await pay(shop, order, caller);
  await shop.runJobs();
  await cancel();
  always = 'the process dies';
  await expect((async () => refund())()).rejects.toThrow('the process died');
  expect(orderNow(shop, order).refunds).toMatchObject([{ id: asked[0]?.refundId, status: 'pending' }]);
});

it('sends back a payment that comes in after the order was cancelled', async () => {
  const { payment } = (await shop.startPayment({ caller, request: key('a'), orderId: order.id, method: 'card' }))._unsafeUnwrap();
  await cancel();
  (await shop.provider.confirm(payment.paymentId, 'pm_card_visa'))._unsafeUnwrap();
  expect(await shop.runJobs()).toEqual([]);
  expect(givenBack()).toBe(1700);
  expect(orderNow(shop, order)).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
  expect(shop.stockOf(shop.mug)).toBe(10);
});

it('sends back what was paid past the total, and keeps the rest', async () => {
  await payTwice();
  expect(await shop.runJobs()).toEqual([]);
  expect(givenBack()).toBe(1700);
  expect(orderNow(shop, order)).toMatchObject({ status: 'paid', paymentStatus: 'partially_refunded', dueBack: usd(0) });
});

it('takes from each payment no more than is left of it', async () => {
  await payTwice();
  await shop.runJobs();
  await cancel();
  expect(await shop.runJobs()).toEqual([]);
  expect(givenBack()).toBe(3400);
  const refundsOf = [...shop.store.committed().sandboxPayments.values()].map(({ refunds }) =>
    refunds.map(({ amount }) => amount.amount),
  );
  expect(refundsOf).toEqual([[1700], [1700]]);
});

it('tries again when one refund met an outage, though another was refused', async () => {
  await payTwice();
  await cancel();
  const [refused = '', lost = ''] = [...shop.store.committed().sandboxPayments.values()].map(({ reference }) => reference);
  lines.set(refused, 'refuses').set(lost, 'the answer is lost');
  await handleAll();
  expect((await refund())._unsafeUnwrapErr().type).toBe('payments.unavailable');
  lines.clear();
  (await refund())._unsafeUnwrap();
  expect(givenBack()).toBe(3400);
});

it('says that a refund was refused when nothing else is amiss', async () => {
  await pay(shop, order, caller);
  await shop.runJobs();
  await cancel();
  always = 'refuses';
  expect((await refund())._unsafeUnwrapErr()).toEqual({ type: 'payment.refused', reason: 'charge_disputed' });
});

it('leaves an order alone that owes nothing', async () => {
  const before = snapshotOf(shop.store);
  (await refund())._unsafeUnwrap();
  expect(shop.store.committed()).toEqual(before);
});

it('refuses to refund an order that does not exist', async () => {
  const attempt = () => shop.refundDueMoney({ orderId: 'no such order' });
  expect(await refusalOf(shop, attempt)).toEqual({ type: 'order.not-found', orderId: 'no such order' });
});
