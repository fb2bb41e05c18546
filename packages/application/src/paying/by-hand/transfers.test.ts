import type { Money } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import {
  guest,
  guestOrder,
  openShop,
  orderNow,
  refusalOf,
  request,
  timeToPayMs,
  usd,
  type Shop,
} from '../../../testing/shop-in-memory.js';
import { waitingRefundsOf } from '../waiting-refunds.js';
import { makeStartTransfer } from './start-transfer.js';

const dayMs = 86_400_000;
const bankDetails = { holder: 'Mill Lane Pottery', iban: 'GB33 BUKB 2020 1555 5555 55', bic: 'BUKBGB22' };

let shop: Shop;
let order: Awaited<ReturnType<typeof guestOrder>>['order'];
let caller: Awaited<ReturnType<typeof guestOrder>>['caller'];
beforeEach(async () => {
  shop = await openShop();
  await shop.ensureShop({ name: 'Mill Lane Pottery', address: [], currency: 'USD', timeZone: 'UTC', bankDetails });
  ({ order, caller } = await guestOrder(shop));
});

const start = (key = 'transfer', by = caller) =>
  shop.startTransfer({ caller: by, request: request(key), orderId: order.id });
const record = (amount: Money, reference: string, key = reference) =>
  shop.recordManualPayment({ orderId: order.id, request: request(key), amount, reference });
const mails = () => shop.mailer.sent().map(({ subject }) => subject.replace('TEST-000001', 'N'));
const expire = async () => (await shop.expireUnpaidOrders())._unsafeUnwrap().expired;

it('announces a transfer once, with the bank details, a reference and a deadline of a week', async () => {
  const { payment } = (await start())._unsafeUnwrap();
  expect(payment).toEqual({
    paymentId: expect.any(String),
    provider: 'manual',
    bankDetails,
    reference: order.number,
    amount: usd(1700),
    dueAt: '2026-11-28T09:30:00.000Z',
  });
  shop.clock.advance(timeToPayMs - 1);
  expect((await start('another key'))._unsafeUnwrap()).toEqual({ payment, replayed: false });
  expect((await start())._unsafeUnwrap()).toEqual({ payment, replayed: true });
  await shop.runJobs();
  expect(mails()).toEqual(['Your order N', 'Your order N: how to pay']);
  expect(shop.mailer.sent().at(-1)?.text).toContain(`IBAN: ${bankDetails.iban}`);
  expect(shop.mailer.sent().at(-1)?.text).toContain('Pay by: November 28, 2026');
  expect(shop.mailer.sent().at(-1)?.text).toContain(`Reference: ${payment.reference}`);
});

it.each([2, 21])('waits %i days for a transfer where the shop is set to that', async (transferExpiryDays) => {
  const begin = makeStartTransfer({ ...shop.ports, unitOfWork: shop.unitOfWork, transferExpiryDays });
  const { payment } = (await begin({ caller, request: request('transfer'), orderId: order.id }))._unsafeUnwrap();
  shop.clock.advance(transferExpiryDays * dayMs - 1);
  expect(await expire()).toBe(0);
  shop.clock.advance(1);
  expect([payment.dueAt, await expire()]).toEqual([shop.clock.now(), 1]);
});

it('is offered only to the owner of a pending order, by a shop that has bank details', async () => {
  expect(await refusalOf(shop, () => start('transfer', guest))).toMatchObject({ type: 'order.not-found' });
  await shop.changeShop({ changes: { bankDetails: null } });
  expect(await refusalOf(shop, () => start())).toEqual({ type: 'payment.transfer-not-offered' });
  await shop.changeShop({ changes: { bankDetails } });
  (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
  expect(await refusalOf(shop, () => start())).toMatchObject({ type: 'order.not-payable', status: 'cancelled' });
});

it('keeps the order until the transfer is due, and no longer', async () => {
  await start();
  shop.clock.advance(timeToPayMs);
  expect(await expire()).toBe(0);
  shop.clock.advance(7 * dayMs - timeToPayMs - 1);
  expect(await expire()).toBe(0);
  shop.clock.advance(1);
  expect(await expire()).toBe(1);
  expect(orderNow(shop, order)).toMatchObject({
    status: 'cancelled',
    cancellation: { deadline: '2026-11-28T09:30:00.000Z' },
  });
});

it('pays the order once all of it has arrived, and refunds by hand what is too much', async () => {
  await start();
  expect((await record(usd(1000), 'bank-1'))._unsafeUnwrap().view.order).toMatchObject({ status: 'pending' });
  // The same transfer, entered by somebody else.
  expect((await record(usd(1000), 'bank-1', 'again'))._unsafeUnwrap().view.order.payments).toHaveLength(1);
  expect(await refusalOf(shop, () => record(usd(900), 'bank-1', 'wrong'))).toMatchObject({
    type: 'payment.amount-changed',
  });
  const { view } = (await record(usd(1000), 'bank-2'))._unsafeUnwrap();
  expect(view.order).toMatchObject({ status: 'paid', dueBack: usd(300) });
  expect((await record(usd(1000), 'bank-2'))._unsafeUnwrap()).toEqual({ view, replayed: true });

  await shop.inviteUser({ email: 'sue@example.org', name: 'Sue', role: 'support' });
  expect(await shop.runJobs()).toEqual([]);
  const [refund] = orderNow(shop, order).refunds;
  expect(refund).toMatchObject({ provider: 'manual', amount: usd(300), status: 'pending' });
  expect(mails()).toContain('Order N: refund to be made by transfer');
  // No reconciliation requests it of the provider.
  expect(waitingRefundsOf(orderNow(shop, order))).toBeUndefined();

  const settle = (facts: object = {}) =>
    shop.settleManualRefund({ orderId: order.id, refundId: refund?.id ?? '', ...facts });
  expect((await settle())._unsafeUnwrap().order.refunds).toMatchObject([{ status: 'confirmed' }]);
  expect((await settle())._unsafeUnwrap().order.refunds).toMatchObject([{ status: 'confirmed' }]);
  expect(await refusalOf(shop, () => settle({ failure: 'account closed' }))).toMatchObject({
    type: 'refund.not-pending',
  });
});

it('owes back what arrives after the order was cancelled, and informs staff and the buyer', async () => {
  await shop.inviteUser({ email: 'sue@example.org', name: 'Sue', role: 'support' });
  await start();
  shop.clock.advance(7 * dayMs);
  await expire();
  const late = (await record(usd(1700), 'bank-1'))._unsafeUnwrap().view.order;
  expect(late).toMatchObject({ status: 'cancelled', dueBack: usd(1700) });
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order).refunds).toMatchObject([{ provider: 'manual', status: 'pending' }]);
  expect(mails()).toContain('Order N: refund to be made by transfer');
  expect(mails()).toContain('Your order N: your payment arrived too late');
});

it('owes back what arrives after the buyer has cancelled the order', async () => {
  await shop.inviteUser({ email: 'sue@example.org', name: 'Sue', role: 'support' });
  await start();
  (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
  shop.clock.advance(dayMs);
  const late = (await record(usd(1700), 'bank-1'))._unsafeUnwrap().view.order;
  expect(late).toMatchObject({ status: 'cancelled', dueBack: usd(1700) });
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order).refunds).toMatchObject([{ amount: usd(1700), status: 'pending' }]);
  expect(mails()).toContain('Your order N: your payment arrived too late');
});
