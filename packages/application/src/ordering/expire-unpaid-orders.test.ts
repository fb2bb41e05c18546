import type { Repositories, UnitOfWork } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  guestOrder,
  openShop,
  orderNow,
  pay,
  snapshotOf,
  timeToPayMs,
  type Shop,
} from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const expire = async () => (await shop.expireUnpaidOrders())._unsafeUnwrap();
const eventsOf = ({ id }: Order): readonly string[] =>
  [...shop.store.committed().outbox.values()].flatMap(({ event }) =>
    'orderId' in event && event.orderId === id ? [event.type] : [],
  );

describe('an order that was not paid in time', () => {
  it('is cancelled at its deadline, not before, and its stock is on sale again', async () => {
    const { order } = await guestOrder(shop, { quantity: 3 });
    shop.clock.advance(timeToPayMs - 1);
    const before = snapshotOf(shop.store);
    expect(await expire()).toEqual({ expired: 0, failed: 0 });
    expect(shop.store.committed()).toEqual(before);

    shop.clock.advance(1);
    expect(await expire()).toEqual({ expired: 1, failed: 0 });
    const now = shop.clock.now();
    expect(orderNow(shop, order)).toMatchObject({ status: 'cancelled', cancellation: { at: now, deadline: now } });
    expect(shop.stockOf(shop.mug)).toBe(10);
    expect(eventsOf(order)).toEqual(['order.placed', 'order.cancelled']);
    expect(shop.log.lines).toEqual([{ level: 'info', message: 'orders expired unpaid', facts: { orders: 1 } }]);
  });

  it('expires once, however often it is looked at', async () => {
    await guestOrder(shop, { quantity: 3 });
    shop.clock.advance(timeToPayMs);
    await expire();
    const before = snapshotOf(shop.store);
    expect(await expire()).toEqual({ expired: 0, failed: 0 });
    expect(shop.store.committed()).toEqual(before);
  });

  it('expires once when two do it at once', async () => {
    for (const key of ['a', 'b', 'c']) await guestOrder(shop, { key });
    shop.clock.advance(timeToPayMs);
    const both = await Promise.all([expire(), expire()]);
    expect(both.reduce((all, { expired }) => all + expired, 0)).toBe(3);
    expect(shop.stockOf(shop.mug)).toBe(10);
  });

  it('cannot be paid any more by a payment that was started before', async () => {
    const { order, caller } = await guestOrder(shop);
    const { payment } = (
      await shop.startPayment({
        caller,
        request: { caller: 'guest', key: 'pay', fingerprint: 'f' },
        orderId: order.id,
        method: 'card',
      })
    )._unsafeUnwrap();
    shop.clock.advance(timeToPayMs);
    await expire();
    expect((await shop.provider.confirm(payment.paymentId, 'pm_card_visa'))._unsafeUnwrapErr().type).toBe(
      'sandbox-payment.ended',
    );
    expect(orderNow(shop, order)).toMatchObject({ status: 'cancelled', paymentStatus: 'unpaid' });
  });
});

it('leaves an order alone that is paid, or cancelled already', async () => {
  const [paid, cancelled] = [await guestOrder(shop, { key: 'a' }), await guestOrder(shop, { key: 'b' })];
  await pay(shop, paid.order, paid.caller);
  await shop.runJobs();
  (await shop.cancelOrder({ caller: cancelled.caller, orderId: cancelled.order.id }))._unsafeUnwrap();
  shop.clock.advance(timeToPayMs);
  const before = snapshotOf(shop.store);
  expect(await expire()).toEqual({ expired: 0, failed: 0 });
  expect(shop.store.committed()).toEqual(before);
});

it('has each order in a transaction of its own, and more orders than fit in one read', async () => {
  let open = 0;
  let transactions = 0;
  shop = await openShop({
    unitOfWork: (ordinary): UnitOfWork => ({
      ...ordinary,
      run: (work) => {
        expect((open += 1), 'transactions at once').toBe(1);
        transactions += 1;
        return ordinary
          .run(work)
          .andTee(() => (open -= 1))
          .orTee(() => (open -= 1));
      },
    }),
  });
  for (let made = 0; made < 230; made += 1) await guestOrder(shop, { key: `order ${made}`, variantId: shop.eBook });
  shop.clock.advance(timeToPayMs);
  transactions = 0;
  expect(await expire()).toEqual({ expired: 230, failed: 0 });
  expect(transactions).toBe(230);
});

describe('an order that cannot be expired', () => {
  /** A shop in which writing one order, which is named later, meets a defect. */
  const openShopWithADefect = async () => {
    let broken: string | undefined;
    const withDefect = (repositories: Repositories): Repositories => ({
      ...repositories,
      commit: (change) => {
        if (change.order?.type === 'change' && change.order.order.id === broken) throw new TypeError('a bug');
        return repositories.commit(change);
      },
    });
    shop = await openShop({
      unitOfWork: (ordinary) => ({ ...ordinary, run: (work) => ordinary.run((all) => work(withDefect(all))) }),
    });
    return ({ id }: Order) => {
      broken = id;
    };
  };

  it('stops no other, and is logged', async () => {
    const breakWriting = await openShopWithADefect();
    const orders: Order[] = [];
    for (const key of ['a', 'b', 'c']) orders.push((await guestOrder(shop, { key })).order);
    const [first, second, third] = orders;
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three orders');
    breakWriting(second);
    shop.clock.advance(timeToPayMs);
    expect(await expire()).toEqual({ expired: 2, failed: 1 });
    expect([first, second, third].map((order) => orderNow(shop, order).status)).toEqual([
      'cancelled',
      'pending',
      'cancelled',
    ]);
    expect(shop.log.lines).toContainEqual({
      level: 'error',
      message: 'an order could not expire',
      facts: { orderId: second.id, err: new TypeError('a bug') },
    });
  });
});

it('stops when storage goes away, and continues where it was in the next minute', async () => {
  const orders: Order[] = [];
  for (const key of ['a', 'b']) orders.push((await guestOrder(shop, { key })).order);
  shop.clock.advance(timeToPayMs);
  shop.store.goAway();
  const outage = { type: 'storage.unavailable', retryAfterSeconds: 1 };
  expect((await shop.expireUnpaidOrders())._unsafeUnwrapErr()).toEqual(outage);
  // The job ends without a retry, since the next minute brings another.
  const tick = { id: 'expire-orders@now', name: 'expire-orders', payload: { at: shop.clock.now() } } as const;
  expect((await shop.handlers['expire-orders'](tick))._unsafeUnwrapErr()).toEqual({
    type: 'job.outage',
    reason: 'storage.unavailable',
  });
  shop.store.comeBack();
  expect((await shop.handlers['expire-orders'](tick)).isOk()).toBe(true);
  expect(orders.map((order) => orderNow(shop, order).status)).toEqual(['cancelled', 'cancelled']);
});

it('stops in the middle when storage goes away in the middle', async () => {
  let transactionsLeft = Number.POSITIVE_INFINITY;
  shop = await openShop({
    unitOfWork: (ordinary): UnitOfWork => ({
      ...ordinary,
      run: (work) => {
        transactionsLeft -= 1;
        if (transactionsLeft < 0) shop.store.goAway();
        return ordinary.run(work);
      },
    }),
  });
  const orders: Order[] = [];
  for (const key of ['a', 'b', 'c']) orders.push((await guestOrder(shop, { key })).order);
  shop.clock.advance(timeToPayMs);
  transactionsLeft = 1;
  expect((await shop.expireUnpaidOrders())._unsafeUnwrapErr()).toMatchObject({ type: 'storage.unavailable' });
  expect(orders.map((order) => orderNow(shop, order).status)).toEqual(['cancelled', 'pending', 'pending']);
});
