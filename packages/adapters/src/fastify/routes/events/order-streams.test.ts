import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { paidOrder } from '../../../../testing/paid-order.js';
import { purgeRecords } from '../../../in-memory/repositories/purge-records.js';
import { openShop, type Shop } from '../../../../testing/shop-over-http.js';

let shop: Shop;
let origin: string;
const streams: AbortController[] = [];
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  shop = await openShop({}, { followsEvents: true });
  await shop.server.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${String((shop.server.server.address() as AddressInfo).port)}`;
});
afterEach(async () => {
  shop.eventFollower.stop();
  for (const stream of streams.splice(0)) stream.abort();
  shop.server.server.closeAllConnections();
  await shop.server.close();
  vi.useRealTimers();
});

type Sent = { readonly id: string; readonly event: string; readonly data: { readonly orderId: string } };

/** Opens a stream; `next` returns its next event, and `undefined` once it has ended. `comments` counts comments. */
async function open(path: string, headers: Record<string, string>) {
  const stream = new AbortController();
  streams.push(stream);
  const response = await fetch(`${origin}/api/v1${path}`, { headers, signal: stream.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let comments = 0;
  const next = async (): Promise<Sent | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end === -1) {
        const read = await reader?.read();
        if (read === undefined || read.done) return undefined;
        text += read.value;
        continue;
      }
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      if (text.startsWith(':')) comments += 1;
      text = text.slice(end + 2);
      if (fields['data'] !== undefined) return { ...fields, data: JSON.parse(fields['data']) } as unknown as Sent;
    }
  };
  const { status, headers: answered } = response;
  return { status, headers: answered, next, comments: () => comments, close: () => stream.abort() };
}
const cancel = (path: string) => shop.call('POST', `${path}/cancel`, { headers: shop.as('support'), body: {} });

it('shows a guest what happens to their order, and nothing of other orders', async () => {
  const mine = await paidOrder(shop, { key: 'mine' });
  const { status, headers, next } = await open(`/orders/${mine.id}/events`, mine.headers);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect(headers.get('cache-control')).toBe('no-store');
  await paidOrder(shop, { key: 'other' });
  await cancel(mine.path);
  expect(await next()).toMatchObject({ event: 'order.cancelled', data: { type: 'order.cancelled', orderId: mine.id } });
});

it('resumes after the last event that was read', async () => {
  const { id } = await paidOrder(shop);
  const staff = shop.as('support');
  const first = await open('/admin/orders/events', { ...staff, 'last-event-id': '0' });
  const placed = await first.next();
  const paid = await first.next();
  first.close();
  const again = await open('/admin/orders/events', { ...staff, 'last-event-id': placed?.id ?? '' });
  expect(await again.next()).toEqual(paid);
  expect(paid?.data.orderId).toBe(id);
});

it('shows staff the events of all orders', async () => {
  const { next } = await open('/admin/orders/events', shop.as('viewer'));
  const one = await paidOrder(shop, { key: 'one' });
  expect(await next()).toMatchObject({ event: 'order.placed', data: { orderId: one.id } });
});

it('refuses strangers, malformed cursors and customers', async () => {
  const { id, headers } = await paidOrder(shop);
  const statusOf = async (path: string, sent: Record<string, string> = {}) =>
    (await shop.call('GET', `/api/v1${path}`, { headers: sent })).status;
  expect([
    await statusOf(`/orders/${id}/events`),
    await statusOf(`/orders/${id}/events`, { ...headers, 'last-event-id': 'x' }),
    await statusOf('/admin/orders/events'),
    await statusOf('/admin/orders/events', shop.as('customer')),
    await statusOf('/admin/orders/events', shop.as('editor')),
  ]).toEqual([404, 400, 401, 403, 403]);
});

it('has no headers to ask for by HEAD, which would wait for the end of the stream', async () => {
  const { path, headers } = await paidOrder(shop);
  for (const [asked, sent] of [
    [`${path}/events`, headers],
    ['/api/v1/admin/orders/events', shop.as('support')],
  ] as const) {
    const { status } = await fetch(`${origin}${asked}`, {
      method: 'HEAD',
      headers: sent,
      signal: AbortSignal.timeout(20_000),
    });
    expect(status).toBe(404);
  }
});

it('ends when the process stops, so that the client resumes elsewhere', async () => {
  const { next } = await open('/admin/orders/events', shop.as('support'));
  shop.eventFollower.stop();
  expect(await next()).toBeUndefined();
});

it('sends a comment every 15 seconds, so that no proxy closes it', async () => {
  const stream = await open('/admin/orders/events', shop.as('support'));
  vi.advanceTimersByTime(14_999);
  await paidOrder(shop, { key: 'one' });
  expect(await stream.next()).toMatchObject({ event: 'order.placed' });
  expect(stream.comments()).toBe(0);
  vi.advanceTimersByTime(15_001);
  shop.eventFollower.stop();
  while ((await stream.next()) !== undefined);
  expect(stream.comments()).toBe(2);
});

it('ends within half a minute for a caller who has lost access, and stays open for the others', async () => {
  const { id, headers } = await paidOrder(shop);
  const guest = await open(`/orders/${id}/events`, headers);
  const staff = await open('/admin/orders/events', shop.as('support'));
  // The access token expires. The token of the order does not.
  shop.clock.advance(3_600_000);
  vi.advanceTimersByTime(30_000);
  expect(await staff.next()).toBeUndefined();
  await shop.call('POST', `/api/v1/orders/${id}/cancel`, { headers, body: {} });
  expect(await guest.next()).toMatchObject({ event: 'order.cancelled', data: { orderId: id } });
});

it('reports that its Last-Event-ID is older than what is stored', async () => {
  const { id, headers } = await paidOrder(shop);
  shop.clock.advance(400 * 86_400_000);
  await shop.store.transact((tables) => purgeRecords(tables).purge('events', shop.clock.now(), 100));
  const after = { 'last-event-id': '1' };
  const answers = [
    await shop.call('GET', '/api/v1/admin/orders/events', { headers: { ...shop.as('support'), ...after } }),
    await shop.call('GET', `/api/v1/orders/${id}/events`, { headers: { ...headers, ...after } }),
  ];
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
    [410, 'events.cursor-expired'],
    [410, 'events.cursor-expired'],
  ]);
});
