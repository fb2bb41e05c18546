import type { Caller } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { guestOrder, orderNow, usd } from '../../testing/shop-in-memory.js';
import { expectEqualBooks } from '../../testing/equal-books.js';
import { openShopWithStripe, type ShopWithStripe } from '../../testing/shop-with-stripe.js';

let shop: ShopWithStripe;
let order: Order;
let caller: Caller;
let intent: string;
/** A paid order. */
beforeEach(async () => {
  shop = await openShopWithStripe();
  ({ order, caller } = await guestOrder(shop));
  intent = await shop.start(order, caller);
  await shop.stripe.pay(intent);
  await shop.settle();
});
afterEach(() => shop.stripe.stop());

const openDispute = () => shop.stripe.openDispute({ paymentIntent: intent });
const cancel = async () => (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
const staffMail = (subject: string): string =>
  shop.mailer.sent().find((mail) => mail.subject.endsWith(subject))?.text ?? '';

it.each(['made', 'reversed'] as const)(
  'gives the money of a cancelled order back once its dispute is won, events in the order %s',
  async (sequence) => {
    const dispute = await openDispute();
    await shop.settle(sequence);
    await cancel();
    await shop.settle(sequence);
    expect(orderNow(shop, order)).toMatchObject({
      dueBack: usd(1700),
      refunds: [{ status: 'failed', failure: 'charge_disputed' }],
    });
    expect(staffMail('refund failed')).toContain('requested again automatically if the shop wins the dispute');
    await shop.stripe.closeDispute(dispute, 'won');
    await shop.settle(sequence);
    expect(orderNow(shop, order)).toMatchObject({
      paymentStatus: 'refunded',
      dueBack: usd(0),
      refunds: [{ status: 'failed' }, { status: 'confirmed', amount: usd(1700) }],
    });
    expect(staffMail('dispute won')).toContain('Its refund is requested again automatically');
    await expectEqualBooks(shop);
  },
);

it('requests no refund when a dispute is won and the order owes nothing', async () => {
  await shop.stripe.closeDispute(await openDispute(), 'won');
  await shop.settle();
  expect(await shop.stripe.refunds()).toEqual([]);
  expect(staffMail('dispute won')).toContain('The shop keeps the money');
  await expectEqualBooks(shop);
});

it('requests no refund of what the bank took when the dispute is lost', async () => {
  const dispute = await openDispute();
  await cancel();
  await shop.settle();
  await shop.stripe.closeDispute(dispute, 'lost');
  await shop.settle();
  expect(await shop.stripe.refunds()).toEqual([]);
  expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'refunded', dueBack: usd(0) });
  await expectEqualBooks(shop);
});

it('refunds at once when the dispute is won before the refund is sent', async () => {
  const dispute = await openDispute();
  await cancel();
  await shop.stripe.closeDispute(dispute, 'won');
  await shop.settle();
  expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'refunded', refunds: [{ status: 'confirmed' }] });
  await expectEqualBooks(shop);
});
