import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeAll, expect, it } from 'vitest';

/** What Ada owns, and how its operations are called. A body is valid, so that only its owner is in question. */
let shop: Shop;
let ada: Record<string, string>;
let bob: Record<string, string>;
let owned: Readonly<Record<string, string>>;
const line = () => ({ variantId: shop.mug, quantity: 1 });
const bodies: Readonly<Record<string, () => object>> = {
  'PATCH /carts/{id}': () => ({ note: 'mine now' }),
  'POST /carts/{id}/lines': line,
  'PUT /carts/{id}/lines/{variantId}': () => ({ quantity: 5 }),
  'POST /carts/{id}/coupons': () => ({ code: 'save10' }),
  'POST /orders/{id}/cancel': () => ({}),
  'POST /orders/{id}/payments': () => ({ method: 'card' }),
  'POST /orders/{id}/returns': () => ({ lines: [line()], reason: 'too small' }),
  'POST /orders/{id}/withdrawal': () => ({}),
  'PATCH /me/addresses/{id}': () => ({ city: 'Elsewhere' }),
  'PATCH /reviews/{id}': () => ({ rating: 1 }),
};
/** Whose path names something of Ada's, by the start of the path. */
const things = [
  '/carts/{id}',
  '/orders/{id}',
  '/me/addresses/{id}',
  '/me/sessions/{id}',
  '/me/downloads/{id}',
  '/reviews/{id}',
  '/comments/{id}',
];

beforeAll(async () => {
  shop = await openShop();
  let calls = 0;
  const call = async (path: string, body: object) => {
    const answer = await shop.call('POST', `/api/v1${path}`, {
      headers: { ...ada, 'idempotency-key': `${path} ${(calls += 1)}` },
      body,
    });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    return answer.body;
  };
  ada = (await shop.register('ada@example.com')).headers;
  bob = (await shop.register('bob@example.com')).headers;
  const cart = await call('/carts', {});
  await call(`/carts/${cart.id}/lines`, line());
  const order = await call('/orders', { items: [line()], shippingAddress: address });
  const digital = await call('/orders', { items: [{ variantId: shop.book, quantity: 1 }] });
  const { paymentId } = await call(`/orders/${digital.id}/payments`, { method: 'card' });
  await call(`/sandbox/payments/${paymentId}/confirm`, { paymentMethod: 'pm_card_visa' });
  await shop.call('PUT', `/api/v1/admin/variants/${shop.book}/file?filename=book.epub`, {
    headers: { 'content-type': 'application/octet-stream', ...shop.as('editor') },
    body: 'Once upon a time',
  });
  const downloadId = `${digital.id}.${shop.book}`;
  const own = await shop.call('GET', `/api/v1/me/downloads/${downloadId}`, { headers: ada });
  if (own.status !== 200) throw new Error(own.text);
  const book = await call('/me/addresses', address);
  const [session] = (await shop.call('GET', '/api/v1/me/sessions', { headers: ada })).body.data;
  const reviewId = '00000000-0000-7000-8000-0000000000e1';
  const user = [...shop.store.committed().users.values()].find(({ email }) => email === 'ada@example.com');
  shop.store.committed().reviews.set(reviewId, {
    id: reviewId,
    productId: shop.mug,
    userId: user?.id ?? '',
    author: 'Ada',
    rating: 5,
    title: 'Sturdy',
    text: 'Holds tea.',
    status: 'approved',
    version: 1,
    createdAt: shop.clock.now(),
    updatedAt: shop.clock.now(),
  });
  const commentId = '00000000-0000-7000-8000-0000000000e2';
  shop.store.committed().comments.set(commentId, {
    id: commentId,
    postId: '00000000-0000-7000-8000-0000000000e3',
    userId: user?.id ?? '',
    author: 'Ada',
    text: 'Twice?',
    status: 'approved',
    version: 1,
    createdAt: shop.clock.now(),
    updatedAt: shop.clock.now(),
  });
  owned = {
    '/carts/{id}': cart.id,
    '/orders/{id}': order.id,
    '/me/addresses/{id}': book.id,
    '/me/sessions/{id}': session.id,
    '/me/downloads/{id}': downloadId,
    '/reviews/{id}': reviewId,
    '/comments/{id}': commentId,
  };
});

const operations = async () => {
  const { paths } = (await shop.call('GET', '/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  return Object.entries(paths).flatMap(([whole, methods]) => {
    const path = whole.replace('/api/v1', '');
    const thing = things.find((each) => whole.startsWith('/api/v1') && path.startsWith(each));
    return thing === undefined
      ? []
      : Object.keys(methods).map((name) => [name.toUpperCase() as 'GET', path, thing] as const);
  });
};

const stored = (): string =>
  JSON.stringify([...shop.store.committed().orders.values(), ...shop.store.committed().carts.values()]);

const statusOf = async (method: 'GET', path: string, url: string, headers: Record<string, string>): Promise<number> => {
  const body = bodies[`${method} ${path}`]?.();
  const options = { headers: { ...headers, 'idempotency-key': `${method} ${path}` } };
  return (await shop.call(method, `/api/v1${url}`, body === undefined ? options : { ...options, body })).status;
};

it('admits a guest with the token of a cart to that cart, and to no other cart or order', async () => {
  const [mine, foreign] = [await shop.guestCart(), await shop.guestCart()];
  const order = await shop.call('POST', '/api/v1/orders', {
    headers: { ...foreign.headers, 'idempotency-key': 'foreign' },
    body: { cartId: foreign.id, email: 'grace@example.com', shippingAddress: address },
  });
  expect(order.status).toBe(201);
  const other = await shop.guestCart();
  expect((await shop.call('GET', mine.path, { headers: mine.headers })).status).toBe(200);
  const changed = { headers: mine.headers, body: { note: 'mine' } };
  expect((await shop.call('PATCH', mine.path, changed)).body).toMatchObject({ note: 'mine' });
  const before = stored();
  const guests = (await operations()).filter(([, , thing]) => ['/carts/{id}', '/orders/{id}'].includes(thing));
  for (const [method, path, thing] of guests) {
    const id = thing === '/carts/{id}' ? other.id : order.body.id;
    const url = path
      .replace('{id}', id)
      .replace('{variantId}', shop.mug)
      .replaceAll(/\{\w+\}/gu, 'CN-000001');
    for (const headers of [mine.headers, { 'x-order-token': mine.headers['x-cart-token'] }])
      expect
        .soft(await statusOf(method, path, url, headers), `${method} ${path}`)
        .toBe(path.endsWith('/claim') ? 401 : 404);
  }
  expect(stored()).toBe(before);
});

it('finds nothing of another customer, by any operation', async () => {
  const before = stored();
  const called = await operations();
  expect(called.length).toBeGreaterThan(20);
  const answers: Record<string, number> = {};
  for (const [method, path, thing] of called) {
    // A cart is merged by whoever has its token: a customer's cart has none.
    const url = path
      .replace('{id}', owned[thing] ?? '')
      .replace('{variantId}', shop.mug)
      .replaceAll(/\{\w+\}/gu, 'CN-000001');
    answers[`${method} ${path}`] = await statusOf(method, path, url, bob);
  }
  expect(answers).toEqual(Object.fromEntries(called.map(([method, path]) => [`${method} ${path}`, 404])));
  expect(stored()).toBe(before);
});
