import type { Order, OrderUnits } from '@cartwright/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  guest,
  guestOrder,
  home,
  openShop,
  orderNow,
  paidOrder,
  pay,
  refusalOf,
  request,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';
import type { Caller } from '../caller.js';

const dayMs = 86_400_000;
let shop: Shop;
let order: Order;
let caller: Caller;
beforeEach(async () => {
  shop = await openShop();
});

/** A paid order, by the express method unless it is digital. */
async function buy(items: readonly OrderUnits[], facts: { readonly digitalConsent?: boolean } = {}): Promise<void> {
  const placed = await shop.placeOrder({
    caller: guest,
    request: request('order'),
    source: { type: 'items', items },
    email: 'guest@example.org',
    shippingAddress: home,
    shippingMethod: 'express',
    ...facts,
  });
  const { order: pending, token = '' } = placed._unsafeUnwrap();
  caller = { type: 'guest', orderToken: token };
  await pay(shop, pending, caller);
  await shop.runJobs();
  order = orderNow(shop, pending);
}
const mugs = (quantity: number) => [{ variantId: shop.mug, quantity }];
const books = (quantity: number) => [{ variantId: shop.eBook, quantity }];
const propose = (lines?: readonly OrderUnits[], by = caller) =>
  shop.proposeWithdrawal({ caller: by, orderId: order.id, ...(lines === undefined ? {} : { lines }) });
const confirm = (token: string, by = caller) => shop.withdraw({ caller: by, orderId: order.id, confirm: token });
const withdraw = async (lines?: readonly OrderUnits[]) =>
  (await confirm((await propose(lines))._unsafeUnwrap().confirm))._unsafeUnwrap().view;
const now = () => orderNow(shop, order);
async function deliver(lines?: readonly OrderUnits[]): Promise<void> {
  const parcel = { orderId: order.id, carrier: 'DHL', trackingNumber: `T-${now().shipments.length}` };
  const shipped = await shop.shipOrder({ ...parcel, ...(lines === undefined ? {} : { lines }) });
  (await shop.deliverParcel({ shipmentId: shipped._unsafeUnwrap().shipmentId }))._unsafeUnwrap();
}

/** Which sentences the receipt has about a refund and about what becomes of the units. */
async function receipt(): Promise<readonly string[]> {
  await shop.runJobs();
  const mail = shop.mailer.sent().findLast(({ subject }) => subject.endsWith('we received your withdrawal'));
  return ['Refund', 'not sent are cancelled', 'Please send back what', 'Digital items are refunded'].filter((words) =>
    mail?.text.includes(words),
  );
}

describe('a withdrawal before shipping', () => {
  it('changes nothing until it is confirmed, and then cancels the units, once', async () => {
    await buy(mugs(3));
    const before = now();
    const proposal = (await propose(mugs(1)))._unsafeUnwrap();
    expect(proposal).toMatchObject({ lines: mugs(1), refund: usd(1200) });
    expect(now()).toBe(before);
    const first = (await confirm(proposal.confirm))._unsafeUnwrap();
    expect(first.view).toMatchObject({ withdrawal: { lines: mugs(1), refund: usd(1200) }, returned: [] });
    expect((await confirm(proposal.confirm))._unsafeUnwrap()).toEqual(first);
    expect(now().unitCancellations).toHaveLength(1);
    expect(shop.stockOf(shop.mug)).toBe(8);
  });

  it('from all of it cancels the order, with all of its shipping', async () => {
    await buy(mugs(2));
    expect((await propose())._unsafeUnwrap().refund).toEqual(usd(3900));
    await withdraw();
    expect(now()).toMatchObject({ status: 'cancelled', dueBack: usd(3900) });
    expect(await receipt()).toEqual(['Refund', 'not sent are cancelled']);
    expect(await refusalOf(shop, () => propose())).toMatchObject({ type: 'withdrawal.nothing-left' });
  });

  it('is only of the whole order while that is not paid', async () => {
    ({ order, caller } = await guestOrder(shop, { quantity: 2 }));
    expect(await refusalOf(shop, () => propose(mugs(1)))).toMatchObject({ type: 'withdrawal.only-whole' });
    expect((await withdraw()).withdrawal.refund).toEqual(usd(0));
    expect(now().status).toBe('cancelled');
    expect(await receipt()).toEqual(['not sent are cancelled']);
  });

  it('is for the owner of the order, as it was shown', async () => {
    await buy(mugs(2));
    expect(await refusalOf(shop, () => propose(undefined, guest))).toMatchObject({ type: 'order.not-found' });
    const { confirm: token } = (await propose())._unsafeUnwrap();
    expect(await refusalOf(shop, () => confirm(`${token}x`))).toEqual({ type: 'withdrawal.confirm-invalid' });
    expect(await refusalOf(shop, () => propose(mugs(3)))).toMatchObject({ type: 'withdrawal.units-not-available' });
    await deliver(mugs(1));
    expect(await refusalOf(shop, () => confirm(token))).toEqual({ type: 'withdrawal.order-changed' });
    const late = (await propose())._unsafeUnwrap().confirm;
    shop.clock.advance(60 * 60_000);
    expect(await refusalOf(shop, () => confirm(late))).toEqual({ type: 'withdrawal.confirm-expired' });
  });
});

describe('a withdrawal from what was sent', () => {
  it('announces a return, mails the time, and refunds at most the cheapest shipping', async () => {
    await buy(mugs(2));
    await deliver();
    const { withdrawal, returned } = await withdraw();
    expect({ refund: withdrawal.refund, returned }).toEqual({ refund: usd(2900), returned: mugs(2) });
    await shop.runJobs();
    const mail = shop.mailer.sent().find(({ subject }) => subject.endsWith('we received your withdrawal'));
    expect(mail?.text).toContain('We received your withdrawal on November 21, 2026 at 9:30 AM UTC.');
    const returnId: string = withdrawal.id;
    const receive = (facts: object) => shop.receiveReturn({ returnId, restock: true, ...facts });
    expect(await refusalOf(shop, () => receive({ shippingRefund: usd(501) }))).toMatchObject({
      type: 'return.shipping-exceeds-cheapest',
      refundable: usd(500),
    });
    expect((await receive({}))._unsafeUnwrap().view.order).toMatchObject({ status: 'returned', dueBack: usd(2900) });
  });

  it('asks the buyer to send back only the units that were shipped', async () => {
    await buy([...mugs(2), ...books(1)]);
    await deliver(mugs(1));
    await withdraw();
    expect(await receipt()).toEqual([
      'Refund',
      'not sent are cancelled',
      'Please send back what',
      'Digital items are refunded',
    ]);
  });

  it('from a part of it gives no shipping back', async () => {
    await buy(mugs(2));
    await deliver();
    expect((await withdraw(mugs(1))).withdrawal.refund).toEqual(usd(1200));
    // The rest is all that is left.
    expect((await propose())._unsafeUnwrap()).toMatchObject({ lines: mugs(1), refund: usd(1700) });
  });

  it('ends with the last day of the period, which begins when the last parcel is delivered', async () => {
    await buy(mugs(2));
    await deliver(mugs(1));
    shop.clock.advance(30 * dayMs);
    await deliver(mugs(1));
    // From 9:30 of the 21st on: the end of the 14th day is 14 hours and a half later.
    shop.clock.advance(14 * dayMs + 14 * 60 * 60_000);
    expect((await propose())._unsafeUnwrap().lines).toEqual(mugs(2));
    shop.clock.advance(60 * 60_000);
    expect(await refusalOf(shop, () => propose())).toMatchObject({ type: 'withdrawal.period-over' });
    expect(await refusalOf(shop, () => propose(mugs(1)))).toMatchObject({ type: 'withdrawal.period-over' });
  });

  it('is as long as the shop states', async () => {
    await shop.changeShop({ changes: { withdrawalDays: 0 } });
    await buy(mugs(1));
    await deliver();
    expect(await refusalOf(shop, () => propose())).toMatchObject({ type: 'withdrawal.period-over' });
  });

  it.each([3, 30])('lasts the %i days that the shop sets', async (withdrawalDays) => {
    await shop.changeShop({ changes: { withdrawalDays } });
    await buy(mugs(1));
    await deliver();
    shop.clock.advance(withdrawalDays * dayMs);
    expect((await propose())._unsafeUnwrap().lines).toEqual(mugs(1));
    shop.clock.advance(dayMs);
    expect(await refusalOf(shop, () => propose())).toMatchObject({ type: 'withdrawal.period-over' });
  });
});

describe('digital goods', () => {
  it('can be withdrawn from without consent, and are paid back', async () => {
    await buy(books(2));
    await withdraw(books(1));
    expect(now()).toMatchObject({ dueBack: usd(1500), unitWaivers: [{ lines: books(1) }] });
    expect(await receipt()).toEqual(['Refund', 'Digital items are refunded']);
  });

  it('cannot be withdrawn from once the buyer agreed to get them at once', async () => {
    await buy([...mugs(1), ...books(1)], { digitalConsent: true });
    expect(await refusalOf(shop, () => propose(books(1)))).toMatchObject({ type: 'withdrawal.digital-consented' });
    expect((await propose())._unsafeUnwrap().lines).toEqual(mugs(1));
  });
});

it('takes what was announced as another return for given back', async () => {
  ({ order, caller } = await paidOrder(shop, { quantity: 2 }));
  await deliver();
  const announced = { caller, orderId: order.id, lines: mugs(1), reason: 'too small' };
  (await shop.requestReturn(announced))._unsafeUnwrap();
  expect((await propose())._unsafeUnwrap().lines).toEqual(mugs(1));
});
