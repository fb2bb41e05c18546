import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { makeFakeTimers } from '@cartwright/adapters/in-memory/fake-timers';
import type { InMemoryWebhookSender } from '@cartwright/adapters/in-memory/webhook-sender';
import { guestOrder, openShop, type Shop } from '../../../testing/shop-in-memory.js';
import { makeWebhookDeliverer, retriesEndAfterMs, type WebhookDeliverer } from './deliver-events.js';

let shop: Shop;
let sender: InMemoryWebhookSender;
let timers: ReturnType<typeof makeFakeTimers>;
let open: (pollMs: number, random?: number) => WebhookDeliverer;
let deliverer: WebhookDeliverer;
beforeEach(async () => {
  shop = await openShop();
  const { webhookSender, webhookDeliveries, secrets } = shop.ports;
  sender = webhookSender;
  timers = makeFakeTimers(shop.clock);
  const parts = { deliveries: webhookDeliveries, sender, secrets, clock: shop.clock, timers, log: shop.log };
  open = (pollMs, random = 0) => makeWebhookDeliverer({ ...parts, pollMs, idlePollMs: 1000, random: () => random });
  deliverer = open(50);
});
const subscribe = async (url = 'https://a.example/hook', events: readonly 'order.paid'[] = []) =>
  (await shop.createWebhook({ url, events }))._unsafeUnwrap().webhook.id;
const deliveriesOf = async (webhookId: string) =>
  (await shop.listDeliveries({ webhookId, page: { type: 'page', page: 1, limit: 100 } }))._unsafeUnwrap().data;

it('sends each event once to each webhook that wants it, with the order and its version', async () => {
  const all = await subscribe('https://all.example/hook');
  const paid = await subscribe('https://paid.example/hook', ['order.paid']);
  const { order } = await guestOrder(shop);
  deliverer.start();
  await timers.advance(1000);
  expect(sender.sent.map(({ url }) => url)).toEqual(['https://all.example/hook']);
  expect(JSON.parse(sender.sent[0]?.body ?? '')).toEqual({
    type: 'order.placed',
    timestamp: order.placedAt,
    data: { orderId: order.id, version: 1, total: order.pricing.total },
  });
  expect(await deliveriesOf(all)).toMatchObject([{ status: 'delivered', attempts: 1, responseStatus: 200 }]);
  expect(await deliveriesOf(paid)).toEqual([]);
});

it('sends again within 5 seconds, then after twice as long, with the same id, until it is accepted', async () => {
  const webhook = await subscribe();
  await guestOrder(shop);
  const times: number[] = [];
  const began = Date.parse(shop.clock.now());
  sender.respond = () => {
    times.push((Date.parse(shop.clock.now()) - began) / 1000);
    return times.length < 4 ? okAsync({ status: 500 }) : okAsync({ status: 204 });
  };
  deliverer.start();
  await timers.advance(120_000);
  expect(times.map(Math.round)).toEqual([0, 4, 12, 28]);
  expect(new Set(sender.sent.map(({ id }) => id)).size).toBe(1);
  expect(await deliveriesOf(webhook)).toMatchObject([{ status: 'delivered', attempts: 4 }]);
});

it.each([0, 0.5, 0.999])('gives up after three days, says why, and sends it again by hand (%d)', async (random) => {
  const webhook = await subscribe();
  await guestOrder(shop);
  sender.respond = () => errAsync({ type: 'webhook.unreachable', reason: 'the receiver does not respond in time' });
  open(600_000, random).start();
  await timers.advance(retriesEndAfterMs);
  const [failed] = await deliveriesOf(webhook);
  expect(failed).toMatchObject({ status: 'failed', reason: 'the receiver does not respond in time' });
  expect(failed).not.toHaveProperty('nextAttemptAt');
  const lasted = Date.parse(failed?.lastAttemptAt ?? '') - Date.parse(failed?.createdAt ?? '');
  expect(lasted).toBeGreaterThan(64 * 3_600_000);
  expect(lasted).toBeLessThan(retriesEndAfterMs);
  sender.respond = () => okAsync({ status: 200 });
  (await shop.repeatDelivery({ webhookId: webhook, deliveryId: failed?.id ?? '' }))._unsafeUnwrap();
  await timers.advance(600_000);
  expect(await deliveriesOf(webhook)).toMatchObject([{ status: 'delivered' }]);
});

it('delays no other webhook when a receiver hangs', async () => {
  await subscribe('https://hangs.example/hook');
  await subscribe('https://works.example/hook');
  sender.respond = ({ url }) =>
    url.includes('hangs') ? new ResultAsync(new Promise(() => undefined)) : okAsync({ status: 200 });
  for (let orders = 0; orders < 8; orders += 1) await guestOrder(shop, { key: `order ${orders}`, quantity: 1 });
  deliverer.start();
  await timers.advance(1000);
  const sentTo = (name: string) => sender.sent.filter(({ url }) => url.includes(name)).length;
  expect([sentTo('works'), sentTo('hangs')]).toEqual([8, 5]);
});

it('sends what a process that died has claimed, once its lease ends', async () => {
  const webhook = await subscribe();
  await guestOrder(shop);
  (await shop.ports.webhookDeliveries.claim({ limitEach: 5, except: [], leaseMs: 60_000 }))._unsafeUnwrap();
  deliverer.start();
  await timers.advance(59_000);
  expect(sender.sent).toEqual([]);
  await timers.advance(2_000);
  expect(await deliveriesOf(webhook)).toMatchObject([{ status: 'delivered' }]);
});

it('sends nothing to a disabled webhook, and what waits once it is enabled', async () => {
  const webhookId = await subscribe();
  await guestOrder(shop);
  (await shop.changeWebhook({ webhookId, isEnabled: false }))._unsafeUnwrap();
  deliverer.start();
  await timers.advance(5000);
  expect(sender.sent).toEqual([]);
  (await shop.changeWebhook({ webhookId, isEnabled: true }))._unsafeUnwrap();
  await timers.advance(5000);
  expect(sender.sent).toHaveLength(1);
});
