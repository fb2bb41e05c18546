import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { describe, expect, it } from 'vitest';

type HeadersOf = (index: number) => Record<string, string>;
const requests = (shop: Shop, count: number, headersOf: HeadersOf, url = '/api/v1/products') =>
  Promise.all(Array.from({ length: count }, (_, index) => shop.call('GET', url, { headers: headersOf(index) })));
const refused = (answers: Awaited<ReturnType<typeof requests>>): number =>
  answers.filter(({ status }) => status === 429).length;
const randomAddress: HeadersOf = (index) => ({ 'x-forwarded-for': `203.0.113.${index}` });
const none: HeadersOf = () => ({});

describe('requests of one address', () => {
  it('are limited, and each answer reports what is left', async () => {
    const shop = await openShop({}, { requestsPerMinute: 3 });
    const [first] = await requests(shop, 1, none);
    expect(first?.headers).toMatchObject({
      'ratelimit-limit': '3',
      'ratelimit-remaining': '2',
      'ratelimit-reset': '60',
    });
    expect(refused(await requests(shop, 5, none))).toBe(3);
    const { status, body, headers } = await shop.call('GET', '/nowhere');
    expect([status, body.code, headers['retry-after'], headers['ratelimit-remaining']]).toEqual([
      429,
      'request.rate-limited',
      '60',
      '0',
    ]);
    shop.clock.advance(60_000);
    expect(refused(await requests(shop, 3, none))).toBe(0);
  });

  it('are counted by the connection: a forwarded address of a stranger counts for nothing', async () => {
    const shop = await openShop({}, { requestsPerMinute: 10 });
    expect(refused(await requests(shop, 50, randomAddress))).toBe(40);
  });

  it('are counted by the forwarded address behind a trusted proxy', async () => {
    const shop = await openShop({ trustedProxies: ['127.0.0.1'] }, { requestsPerMinute: 10 });
    expect(refused(await requests(shop, 50, randomAddress))).toBe(0);
    expect(refused(await requests(shop, 50, () => randomAddress(7)))).toBe(41);
  });

  it('have no limit where the shop’s own machines ask for its health', async () => {
    const shop = await openShop({}, { requestsPerMinute: 1 });
    expect(refused(await requests(shop, 5, none, '/health/live'))).toBe(0);
  });

  it('that sign in have limits of their own, which never keep an owner out', async () => {
    const shop = await openShop({}, { requestsPerMinute: 1 });
    await shop.register();
    expect(refused(await requests(shop, 2, none))).toBe(2);
    const body = { email: 'ada@example.com', password: 'correct horse' };
    expect((await shop.call('POST', '/api/v1/auth/login', { body })).status).toBe(200);
  });
});

it('wrong coupons are limited to ten a minute for a cart, right ones are not', async () => {
  const shop = await openShop();
  const { path, headers } = await shop.guestCart();
  const enter = (code: string) => shop.call('POST', `${path}/coupons`, { headers, body: { code } });
  for (let tries = 0; tries < 10; tries += 1) expect((await enter(`guess${tries}`)).status).toBe(422);
  expect((await enter('save10')).status).toBe(429);
  shop.clock.advance(60_000);
  for (let tries = 0; tries < 12; tries += 1) expect((await enter('save10')).status).toBe(200);
});

it('wrong coupons count as well when they come with an order: for its cart, or for the caller', async () => {
  const shop = await openShop({ trustedProxies: ['127.0.0.1'] });
  const { id, path, headers } = await shop.guestCart();
  const from = (host: number) => ({ 'x-forwarded-for': `203.0.113.${host}` });
  let keys = 0;
  const order = (source: object, code: string, sent: Record<string, string>) =>
    shop.call('POST', '/api/v1/orders', {
      headers: { ...sent, 'idempotency-key': `key-${(keys += 1)}` },
      body: { ...source, coupons: [code], email: 'ada@example.com', shippingAddress: address },
    });
  const items = { items: [{ variantId: shop.mug, quantity: 1 }] };
  for (let tries = 0; tries < 5; tries += 1) {
    expect((await order({ cartId: id }, `guess${tries}`, headers)).status).toBe(422);
    expect((await shop.call('POST', `${path}/coupons`, { headers, body: { code: `try${tries}` } })).status).toBe(422);
  }
  expect((await order({ cartId: id }, 'save10', headers)).status).toBe(429);
  expect((await shop.call('POST', `${path}/coupons`, { headers, body: { code: 'save10' } })).status).toBe(429);

  for (let tries = 0; tries < 10; tries += 1)
    expect((await order(items, `guess${tries}`, from(1))).body.code).toBe('coupon.unknown');
  const late = await order(items, 'save10', from(1));
  expect([late.status, late.headers['retry-after']]).toEqual([429, '60']);
  expect((await order(items, 'save10', from(2))).status).toBe(201);
});

it('nobody uses up the coupons of a cart whose id they know', async () => {
  const shop = await openShop();
  const { id, path, headers } = await shop.guestCart();
  for (let tries = 0; tries < 12; tries += 1) {
    const guess = await shop.call('POST', `${path}/coupons`, { body: { code: 'guess' } });
    expect(guess.status).toBe(404);
    const stolen = await shop.call('POST', '/api/v1/orders', {
      headers: { 'idempotency-key': `key-${tries}` },
      body: { cartId: id, coupons: ['guess'], email: 'eve@example.com' },
    });
    expect(stolen.status).toBe(404);
  }
  expect((await shop.call('POST', `${path}/coupons`, { headers, body: { code: 'save10' } })).status).toBe(200);
});
