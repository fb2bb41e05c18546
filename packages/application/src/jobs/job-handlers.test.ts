import { beforeEach, expect, it } from 'vitest';
import { guestOrder, openShop, orderNow, pay, type Shop } from '../../testing/shop-in-memory.js';
import { retryOf, type Job, type JobName } from './jobs.js';
import { runJob } from './run-job.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

/** A job by its name, with any payload. */
const run = (name: JobName, payload: unknown, id = '1') => runJob(shop.handlers, { id, name, payload } as Job);
const at = '2026-11-21T10:00:00.000Z';

it('confirms an order by mail once when its job runs twice', async () => {
  const { order } = await guestOrder(shop);
  const event = { type: 'order.placed', orderId: order.id, total: order.pricing.total, at };
  const payload = { mail: 'order-confirmation', event };
  (await run('send-mail', payload, 'event-1.order-confirmation'))._unsafeUnwrap();
  (await run('send-mail', payload, 'event-1.order-confirmation'))._unsafeUnwrap();
  expect(shop.mailer.sent()).toMatchObject([{ id: 'event-1.order-confirmation', to: order.email }]);
});

it('retries a mail after an outage of the mail server, and not after a refusal', async () => {
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

it('retries each job after an outage of storage', async () => {
  const { order, caller } = await guestOrder(shop);
  const { event } = await pay(shop, order, caller);
  shop.store.goAway();
  const orderId = order.id;
  const results = [
    await run('send-mail', { mail: 'order-cancelled', event: { type: 'order.cancelled', orderId, at } }),
    await run('request-due-refunds', { orderId }),
    await run('send-refund', { orderId, refundId: 'refund' }),
    await run('end-payments', { orderId }),
    await run('import-products', { importId: 'import' }),
    await run('handle-sandbox-event', { eventId: event.eventId }),
    await run('reconcile-payments', { at }),
    await run('mirror-products-to-stripe', { at }),
  ];
  const outage = { type: 'job.outage', reason: 'storage.unavailable' };
  expect(results.map((each) => each._unsafeUnwrapErr())).toEqual(results.map(() => outage));
  shop.store.comeBack();
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order).status).toBe('paid');
});

it('retries the nightly rebuild of reports after an outage: the next one is a day away', async () => {
  shop.store.goAway();
  const result = await run('rebuild-reports', { at });
  expect(result._unsafeUnwrapErr()).toEqual({ type: 'job.outage', reason: 'storage.unavailable' });
  expect(retryOf('rebuild-reports').attempts).toBeGreaterThan(1);
});

it.each<JobName>(['expire-orders', 'purge-old-data', 'count-sales'])(
  'reports an outage of storage to %s as an outage, and leaves the rest to its next tick',
  async (name) => {
    shop.store.goAway();
    expect((await run(name, { at }))._unsafeUnwrapErr()).toEqual({ type: 'job.outage', reason: 'storage.unavailable' });
    expect(retryOf(name).attempts).toBe(1);
  },
);

it('refuses for good what can never succeed, with the reason', async () => {
  const { order } = await guestOrder(shop);
  const cancelled = (orderId: string) => ({
    mail: 'order-cancelled',
    event: { type: 'order.cancelled', orderId, at },
  });
  const results = [
    await run('send-mail', cancelled(order.id)),
    await run('send-mail', cancelled('none')),
    await run('request-due-refunds', { orderId: 'none' }),
    await run('send-refund', { orderId: 'none', refundId: 'none' }),
    await run('end-payments', { orderId: 'none' }),
    await run('import-products', { importId: 'none' }),
    await run('handle-sandbox-event', { eventId: 'none' }),
    await run('reconcile-payments', { reconciliationId: 'none' }),
    await run('mirror-products-to-stripe', { runId: 'none' }),
  ];
  const refused = (reason: string) => ({ type: 'job.refused', reason });
  expect(results.map((each) => each._unsafeUnwrapErr())).toEqual([
    refused(`{"type":"mail.reference-not-found","orderId":"${order.id}","event":"order.cancelled"}`),
    refused('{"type":"order.not-found","orderId":"none"}'),
    refused('{"type":"order.not-found","orderId":"none"}'),
    refused('{"type":"order.not-found","orderId":"none"}'),
    refused('{"type":"order.not-found","orderId":"none"}'),
    refused('{"type":"import.not-found","importId":"none"}'),
    refused('{"type":"sandbox.event-not-found","eventId":"none"}'),
    refused('{"type":"reconciliation.not-found","reconciliationId":"none"}'),
    refused('{"type":"product-mirror.not-found","runId":"none"}'),
  ]);
});

it.each<[JobName, unknown]>([
  ['send-mail', { mail: 'no-such-mail', event: { type: 'order.cancelled', orderId: 'order-1', at } }],
  ['send-mail', { mail: 'order-cancelled', event: { type: 'order.placed', orderId: 'order-1', at } }],
  ['send-mail', { mail: 'order-cancelled' }],
  ['send-mail', { mail: 'toString', event: { type: 'order.cancelled' } }],
  ['send-mail', { mail: 'order-cancelled', event: { type: 'order.cancelled', at } }],
  ['send-mail', { mail: 'parcel-shipped', event: { type: 'order.parcel-shipped', orderId: 'order-1', at } }],
  ['send-mail', { mail: 'low-stock', event: { type: 'stock.low-reported', variants: 1, at } }],
  ['mail-paused-job', { type: 'jobs.paused', job: 'send-mail', refusals: '10', at }],
  ['mail-paused-job', { type: 'order.cancelled', orderId: 'order-1', at }],
  ['send-mail', { mail: 'welcome', event: { type: 'account.email-verified', userId: null, at } }],
  ['send-mail', null],
  ['request-due-refunds', {}],
  ['request-due-refunds', undefined],
  ['send-refund', { orderId: 'order-1' }],
  ['end-payments', { orderId: 7 }],
  ['import-products', 'import-1'],
  ['handle-sandbox-event', { eventId: null }],
  ['handle-extension-event', { extension: 'sms', event: { type: 'order.eaten' } }],
  ['handle-extension-event', { event: { type: 'order.paid' } }],
  ['handle-extension-event', { extension: 'sms', event: { id: '1', type: 'order.paid', at, data: {} } }],
  ['handle-extension-event', { extension: 'sms', event: { id: '1', type: 'order.paid', at, orderId: 'order-1' } }],
  ['expire-orders', {}],
  ['reconcile-payments', { when: at }],
  ['mirror-products-to-stripe', { run: at }],
])('refuses %s with the malformed payload %j', async (name, payload) => {
  expect((await run(name, payload))._unsafeUnwrapErr()).toEqual({ type: 'job.refused', reason: 'malformed payload' });
});
