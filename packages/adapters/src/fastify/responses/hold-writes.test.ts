import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { makeFakeClock } from '../../in-memory/fake-clock.js';
import { makeFakeTimers } from '../../in-memory/fake-timers.js';
import { holdWrites } from './hold-writes.js';

/** A server whose time passes when a test says so. */
function openHolding() {
  const clock = makeFakeClock();
  const timers = makeFakeTimers(clock);
  const now = (): number => Date.parse(clock.now());
  const app = Fastify();
  app.addHook('onRoute', holdWrites({ forMs: 3, now, timers }));
  app.route({ method: ['GET', 'HEAD', 'OPTIONS'], url: '/', handler: async () => 'read' });
  app.route({ method: ['POST', 'PUT', 'PATCH', 'DELETE'], url: '/', handler: async () => 'written' });
  app.post('/refused', async () => {
    throw new Error('refused');
  });
  app.post('/unwritable', async (_request, reply) =>
    reply.header('location', 'https://shop.example/\u0416').send('written'),
  );
  app.get('/told', { config: { held: true } }, async () => 'told');
  app.post('/untold', { config: { held: false } }, async () => 'untold');
  const answered: string[] = [];
  const ask = (method: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url = '/') =>
    app.inject({ method, url }).then(({ statusCode }) => answered.push(`${method} ${statusCode}`));
  return { timers, answered, ask };
}

it('answers that something is written wait for three milliseconds, and reads do not', async () => {
  const { timers, answered, ask } = openHolding();
  for (const method of ['GET', 'HEAD', 'OPTIONS'] as const) await ask(method);
  expect(answered.splice(0)).toEqual(['GET 200', 'HEAD 200', 'OPTIONS 200']);
  const all = (['POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method) => ask(method));
  await timers.advance(2);
  expect(answered).toEqual([]);
  await timers.advance(1);
  await Promise.all(all);
  expect(answered).toEqual(['POST 200', 'PUT 200', 'PATCH 200', 'DELETE 200']);
  expect(timers.waiting()).toBe(0);
});

it('who comes later waits until later, on the same timer', async () => {
  const { timers, answered, ask } = openHolding();
  void ask('POST');
  await timers.advance(2);
  void ask('PUT');
  await timers.advance(1);
  expect(answered).toEqual(['POST 200']);
  expect(timers.waiting()).toBe(1);
  await timers.advance(1);
  expect(answered).toEqual(['POST 200']);
  await timers.advance(1);
  expect(answered).toEqual(['POST 200', 'PUT 200']);
});

it('a refusal waits as well: it may tell of what was written before', async () => {
  const { timers, answered, ask } = openHolding();
  void ask('POST', '/refused');
  await timers.advance(2);
  expect(answered).toEqual([]);
  await timers.advance(1);
  expect(answered).toEqual(['POST 500']);
});

it('an answer that cannot be written fails its own request alone, not all who wait with it', async () => {
  const { timers, answered, ask } = openHolding();
  const all = [ask('POST', '/unwritable'), ask('POST')];
  await timers.advance(3);
  expect(answered).toEqual(['POST 200']);
  // The refusal in its place waits as any does.
  await timers.advance(3);
  await Promise.all(all);
  expect(answered).toEqual(['POST 200', 'POST 500']);
});

it('a read waits too where it is asked in order to learn what another process has written', async () => {
  const { timers, answered, ask } = openHolding();
  void ask('GET', '/told');
  await timers.advance(2);
  expect(answered).toEqual([]);
  await timers.advance(1);
  expect(answered).toEqual(['GET 200']);
});

it('an answer of which no leased read would tell goes out at once', async () => {
  const { answered, ask } = openHolding();
  await ask('POST', '/untold');
  expect(answered).toEqual(['POST 200']);
});

it('in the shop who fills a cart waits; who signs in, opens a cart, orders or pays does not', async () => {
  let at = 0;
  let waits = 0;
  const after = (delayMs: number, run: () => void) => {
    waits += 1;
    setImmediate(() => {
      at += delayMs;
      run();
    });
    return () => undefined;
  };
  const shop = await openShop({ holdWrites: { forMs: 3, now: () => at, timers: { after } } });
  const isHeld = async (asked: () => Promise<unknown>): Promise<boolean> => {
    const before = waits;
    await asked();
    return waits > before;
  };
  const held: Record<string, boolean> = {};
  held['register'] = await isHeld(async () => shop.register());
  let cart: Awaited<ReturnType<Shop['call']>>['body'] = {};
  held['open a cart'] = await isHeld(async () => (cart = (await shop.call('POST', '/api/v1/carts')).body));
  const headers = { 'x-cart-token': cart.token, 'idempotency-key': 'one' };
  const path = `/api/v1/carts/${cart.id}`;
  held['set a line'] = await isHeld(() =>
    shop.call('PUT', `${path}/lines/${shop.mug}`, { headers, body: { quantity: 1 } }),
  );
  held['add a line'] = await isHeld(() =>
    shop.call('POST', `${path}/lines`, { headers, body: { variantId: shop.mug, quantity: 1 } }),
  );
  held['enter a code'] = await isHeld(() =>
    shop.call('POST', `${path}/coupons`, { headers, body: { code: 'save10' } }),
  );
  held['take a line out'] = await isHeld(() => shop.call('DELETE', `${path}/lines/${shop.mug}`, { headers }));
  held['look at a cart'] = await isHeld(() => shop.call('GET', path, { headers }));
  held['order'] = await isHeld(() => shop.call('POST', '/api/v1/orders', { headers, body: { cartId: cart.id } }));
  held['pay'] = await isHeld(() =>
    shop.call('POST', `/api/v1/orders/${cart.id}/payments`, { headers, body: { method: 'card' } }),
  );
  held['cancel'] = await isHeld(() => shop.call('POST', `/api/v1/orders/${cart.id}/cancel`, { headers }));
  expect(held).toEqual({
    register: false,
    'open a cart': false,
    'set a line': true,
    'add a line': true,
    'enter a code': true,
    'take a line out': true,
    'look at a cart': false,
    order: false,
    pay: false,
    cancel: true,
  });
});

it('a timer that goes off early is set again for what is left', async () => {
  let at = 0;
  const due: { readonly delayMs: number; readonly run: () => void }[] = [];
  const app = Fastify();
  const timers = { after: (delayMs: number, run: () => void) => (due.push({ delayMs, run }), () => undefined) };
  app.addHook('onRoute', holdWrites({ forMs: 3, now: () => at, timers }));
  app.post('/', async () => 'written');
  let isAnswered = false;
  const asked = app.inject({ method: 'POST', url: '/' }).then(() => (isAnswered = true));
  await expect.poll(() => due.length).toBe(1);
  at = 2.4;
  due[0]?.run();
  expect([isAnswered, due.map(({ delayMs }) => delayMs)]).toEqual([false, [3, 1]]);
  at = 3.1;
  due[1]?.run();
  await asked;
  expect(due).toHaveLength(2);
});
