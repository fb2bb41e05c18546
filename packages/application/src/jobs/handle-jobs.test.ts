import { beforeEach, expect, it } from 'vitest';
import { guestOrder, openShop, orderNow, pay, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const disputeOf = (orderId: string) => ({ orderId, about: 'order.disputed', disputeId: 'dp_1' }) as const;

it('confirms an order by mail once, though its job runs twice', async () => {
  const { order } = await guestOrder(shop);
  const job = {
    id: 'event-1.send-order-confirmation',
    name: 'send-order-confirmation',
    payload: { orderId: order.id },
  } as const;
  const run = () => shop.handlers['send-order-confirmation'](job);
  (await run())._unsafeUnwrap();
  (await run())._unsafeUnwrap();
  expect(shop.mailer.sent()).toMatchObject([{ id: job.id, to: order.email }]);
});

it('tries a mail again that the server could not take, and no mail again that it never will', async () => {
  await guestOrder(shop);
  shop.mailer.failWith('outage');
  expect(await shop.runJobs()).toEqual([{ type: 'job.outage', reason: 'mail.unavailable' }]);
  shop.clock.advance(1000);
  shop.mailer.failWith(undefined);
  expect(await shop.runJobs()).toEqual([]);
  expect(shop.mailer.sent()).toHaveLength(1);

  await guestOrder(shop, { key: 'second' });
  shop.mailer.failWith('refusal');
  expect(await shop.runJobs()).toMatchObject([{ type: 'job.refused' }]);
  shop.mailer.failWith(undefined);
  expect(await shop.runJobs()).toEqual([]);
  expect(shop.mailer.sent()).toHaveLength(1);
});

it('tries again whatever the storage was away for', async () => {
  const { order, caller } = await guestOrder(shop);
  const { event } = await pay(shop, order, caller);
  shop.store.goAway();
  const outage = { type: 'job.outage', reason: 'storage.unavailable' };
  const answers = [
    await shop.handlers['send-order-confirmation']({
      id: '1',
      name: 'send-order-confirmation',
      payload: { orderId: order.id },
    }),
    await shop.handlers['send-order-mail']({
      id: '7',
      name: 'send-order-mail',
      payload: { orderId: order.id, about: 'order.paid' },
    }),
    await shop.handlers['send-staff-mail']({ id: '8', name: 'send-staff-mail', payload: disputeOf(order.id) }),
    await shop.handlers['request-due-refunds']({
      id: '2',
      name: 'request-due-refunds',
      payload: { orderId: order.id },
    }),
    await shop.handlers['send-refund']({
      id: '5',
      name: 'send-refund',
      payload: { orderId: order.id, refundId: 'refund' },
    }),
    await shop.handlers['end-payments']({ id: '6', name: 'end-payments', payload: { orderId: order.id } }),
    await shop.handlers['import-products']({ id: '3', name: 'import-products', payload: { importId: 'import' } }),
    await shop.handlers['handle-sandbox-event']({
      id: '4',
      name: 'handle-sandbox-event',
      payload: { eventId: event.eventId },
    }),
  ];
  expect(answers.map((each) => each._unsafeUnwrapErr())).toEqual(answers.map(() => outage));
  shop.store.comeBack();
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order).status).toBe('paid');
});

it('is done with what will never be, and says why', async () => {
  const { order } = await guestOrder(shop);
  const answers = [
    await shop.handlers['send-order-mail']({
      id: '6',
      name: 'send-order-mail',
      payload: { orderId: order.id, about: 'order.cancelled' },
    }),
    await shop.handlers['send-staff-mail']({ id: '7', name: 'send-staff-mail', payload: disputeOf('none') }),
    await shop.handlers['request-due-refunds']({ id: '1', name: 'request-due-refunds', payload: { orderId: 'none' } }),
    await shop.handlers['send-refund']({
      id: '4',
      name: 'send-refund',
      payload: { orderId: 'none', refundId: 'none' },
    }),
    await shop.handlers['end-payments']({ id: '5', name: 'end-payments', payload: { orderId: 'none' } }),
    await shop.handlers['import-products']({ id: '2', name: 'import-products', payload: { importId: 'none' } }),
    await shop.handlers['handle-sandbox-event']({
      id: '3',
      name: 'handle-sandbox-event',
      payload: { eventId: 'none' },
    }),
  ];
  expect(answers.map((each) => each._unsafeUnwrapErr())).toEqual([
    {
      type: 'job.refused',
      reason: `{"type":"mail.reference-not-found","orderId":"${order.id}","about":"order.cancelled"}`,
    },
    { type: 'job.refused', reason: '{"type":"order.not-found","orderId":"none"}' },
    { type: 'job.refused', reason: '{"type":"order.not-found","orderId":"none"}' },
    { type: 'job.refused', reason: '{"type":"order.not-found","orderId":"none"}' },
    { type: 'job.refused', reason: '{"type":"order.not-found","orderId":"none"}' },
    { type: 'job.refused', reason: '{"type":"import.not-found","importId":"none"}' },
    { type: 'job.refused', reason: '{"type":"sandbox.event-not-found","eventId":"none"}' },
  ]);
});
