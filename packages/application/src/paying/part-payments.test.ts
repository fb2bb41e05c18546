import type { Caller } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { guestOrder, orderNow, request, usd } from '../../testing/shop-in-memory.js';
import { expectEqualBooks } from '../../testing/equal-books.js';
import { openShopWithStripe, type ShopWithStripe } from '../../testing/shop-with-stripe.js';

let shop: ShopWithStripe;
let order: Order;
let caller: Caller;
let part: string;
/** An order of 17.00 of which 7.00 were captured. */
beforeEach(async () => {
  shop = await openShopWithStripe();
  ({ order, caller } = await guestOrder(shop));
  part = await shop.start(order, caller);
  await shop.stripe.pay(part, 700);
  await shop.settle();
});
afterEach(() => shop.stripe.stop());

const payAgain = async (): Promise<number> => {
  const intent = await shop.start(order, caller);
  await shop.stripe.pay(intent);
  await shop.settle();
  return (await shop.stripe.paymentIntents()).find(({ id }) => id === intent)?.amount ?? 0;
};

it('counts towards paid while the shop holds it', async () => {
  expect(orderNow(shop, order)).toMatchObject({ status: 'pending', paymentStatus: 'unpaid' });
  expect(await payAgain()).toBe(1000);
  expect(orderNow(shop, order)).toMatchObject({ status: 'paid', paymentStatus: 'paid', dueBack: usd(0) });
  await expectEqualBooks(shop);
});

it.each(['succeeded', 'pending'] as const)(
  'counts no more once it was given back by a refund that is %s',
  async (is) => {
    await shop.stripe.setRefundsBegin(is);
    await shop.stripe.refundByHand(part, 700);
    await shop.settle();
    expect(await payAgain()).toBe(1700);
    expect(orderNow(shop, order)).toMatchObject({ status: 'paid', paymentStatus: 'paid', dueBack: usd(0) });
    await expectEqualBooks(shop);
  },
);

it('counts in what it was not given back', async () => {
  await shop.stripe.refundByHand(part, 300);
  await shop.settle();
  expect(await payAgain()).toBe(1300);
  expect(orderNow(shop, order)).toMatchObject({ status: 'paid', dueBack: usd(0) });
  await expectEqualBooks(shop);
});

it('leaves no payment to start where Stripe takes none that small', async () => {
  await shop.stripe.pay(await shop.start(order, caller), 980);
  await shop.settle();
  const started = await shop.startPayment({ caller, request: request('rest'), orderId: order.id, method: 'card' });
  expect(started._unsafeUnwrapErr()).toEqual({
    type: 'order.below-payment-minimum',
    minimum: usd(50),
    total: usd(20),
  });
  expect(await shop.stripe.paymentIntents()).toHaveLength(2);
});
