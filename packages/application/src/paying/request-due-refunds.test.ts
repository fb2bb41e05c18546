import type { Caller } from '@cartwright/application';
import { failRefund, type Order } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import {
  guestOrder,
  openShop,
  orderNow,
  pay,
  refusalOf,
  request,
  snapshotOf,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

let shop: Shop;
let order: Order;
let caller: Caller;

beforeEach(async () => {
  shop = await openShop();
  ({ order, caller } = await guestOrder(shop));
});

const requestRefunds = (jobId = 'job-1') => shop.requestDueRefunds({ orderId: order.id, jobId });
const cancel = async (): Promise<void> => {
  (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
};
/** An order has one open payment by each method. */
const start = async (key: string, method: 'card' | 'checkout' = 'card') => {
  const pages = { successUrl: 'https://shop.example/paid', cancelUrl: 'https://shop.example/cart' };
  const started = await shop.startPayment({
    caller,
    request: request(key),
    orderId: order.id,
    method,
    ...pages,
  });
  return started._unsafeUnwrap().payment;
};
const payTwice = async (): Promise<void> => {
  const payments = [await start('a'), await start('b', 'checkout')];
  for (const { paymentId } of payments) (await shop.provider.confirm(paymentId, 'pm_card_visa'))._unsafeUnwrap();
};
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

it('asks for what is due in the books before the provider hears of it', async () => {
  await pay(shop, order, caller);
  await shop.runJobs();
  await cancel();
  (await requestRefunds())._unsafeUnwrap();
  expect(orderNow(shop, order)).toMatchObject({ dueBack: usd(0), refunds: [{ amount: usd(1700), status: 'pending' }] });
  expect(givenBack()).toBe(0);
});

it('changes nothing when it is repeated', async () => {
  await pay(shop, order, caller);
  await shop.runJobs();
  await cancel();
  (await requestRefunds())._unsafeUnwrap();
  const before = snapshotOf(shop.store);
  (await requestRefunds())._unsafeUnwrap();
  expect(shop.store.committed()).toEqual(before);
});

it('requests nothing when nothing is due, neither then nor when the job comes again', async () => {
  (await requestRefunds())._unsafeUnwrap();
  expect(orderNow(shop, order).refunds).toEqual([]);
  await pay(shop, order, caller);
  await shop.runJobs();
  await cancel();
  (await requestRefunds())._unsafeUnwrap();
  expect(orderNow(shop, order)).toMatchObject({ dueBack: usd(1700), refunds: [] });
});

it('leaves a refund that failed to staff when its job is delivered again', async () => {
  await pay(shop, order, caller);
  await shop.runJobs();
  await cancel();
  (await requestRefunds())._unsafeUnwrap();
  const stored = shop.store.committed().orders.get(order.id);
  const [refund] = orderNow(shop, order).refunds;
  if (stored === undefined || refund === undefined) throw new Error('no refund was requested');
  const failed = failRefund(stored.order, { id: refund.id, at: shop.clock.now() });
  if (!failed.ok) throw new Error(failed.error.type);
  const write = { type: 'change', order: failed.value.order, version: stored.version } as const;
  (await shop.unitOfWork.commit({ order: write }))._unsafeUnwrap();
  (await requestRefunds())._unsafeUnwrap();
  expect(orderNow(shop, order)).toMatchObject({ dueBack: usd(1700), refunds: [{ status: 'failed' }] });
});

it('asks once when two jobs do it at once', async () => {
  await pay(shop, order, caller);
  await shop.runJobs();
  await cancel();
  const both = await Promise.all([requestRefunds(), requestRefunds('job-2')]);
  expect(both.every((each) => each.isOk())).toBe(true);
  expect(orderNow(shop, order).refunds).toHaveLength(1);
});

it('sends back a payment that comes in after the order was cancelled, and asks nobody', async () => {
  const { paymentId } = await start('a');
  await cancel();
  (await shop.provider.confirm(paymentId, 'pm_card_visa'))._unsafeUnwrap();
  expect(await shop.runJobs()).toEqual([]);
  expect(givenBack()).toBe(1700);
  expect(orderNow(shop, order)).toMatchObject({ status: 'cancelled', paymentStatus: 'refunded' });
  expect(shop.stockOf(shop.mug)).toBe(10);
});

it('sends back what was paid past the total, and keeps the rest', async () => {
  await payTwice();
  expect(await shop.runJobs()).toEqual([]);
  expect(givenBack()).toBe(1700);
  expect(orderNow(shop, order)).toMatchObject({ status: 'paid', paymentStatus: 'paid', dueBack: usd(0) });
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

it('refuses to refund an order that does not exist', async () => {
  const attempt = () => shop.requestDueRefunds({ orderId: 'no such order', jobId: 'job-1' });
  expect(await refusalOf(shop, attempt)).toEqual({ type: 'order.not-found', orderId: 'no such order' });
});
