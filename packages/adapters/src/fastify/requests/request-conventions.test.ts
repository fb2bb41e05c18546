/** Long because every route keeps these conventions: they are held to here, once. */
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { anyone } from '@cartwright/application';
import { errAsync } from 'neverthrow';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

const json = { 'content-type': 'application/json' };
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
const logIn = (body: string | Buffer, headers: Record<string, string> = json) =>
  shop.call('POST', '/api/v1/auth/login', { body, headers });

/** A promise, and what fulfils it. */
function signal(): [Promise<void>, () => void] {
  let fulfil = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    fulfil = resolve;
  });
  return [promise, fulfil];
}

describe('every answer', () => {
  it('has a request id: a fresh one, or the one that was sent', async () => {
    const fresh = await shop.call('GET', '/api/v1/products');
    const sent = await shop.call('GET', '/api/v1/products', { headers: { 'x-request-id': 'trace-1' } });
    expect([fresh.headers['x-request-id'], sent.headers['x-request-id']]).toEqual([
      expect.stringMatching(uuid),
      'trace-1',
    ]);
  });

  it.each(['', 'a b', 'a"b', 'x'.repeat(129)])('has a fresh request id when the one sent is unsafe: %j', async (id) => {
    const { headers } = await shop.call('GET', '/nowhere', { headers: { 'x-request-id': id } });
    expect(headers['x-request-id']).toMatch(uuid);
  });

  it.each([
    ['/api/v1/products', 'public, max-age=10, must-revalidate'],
    ['/api/v1/categories', 'public, max-age=10, must-revalidate'],
    ['/api/v1/products/mug/reviews', 'public, max-age=10, must-revalidate'],
    ['/api/v1/posts', 'public, max-age=10, must-revalidate'],
    ['/api/v1/tags', 'public, max-age=10, must-revalidate'],
    ['/feeds/posts.xml', 'public, max-age=600'],
    ['/api/v1/products?sort=nothing', 'no-store'],
    ['/api/v1/me/orders', 'no-store'],
    ['/nowhere', 'no-store'],
    ['/health/live', 'no-store'],
    ['/health/ready', 'no-store'],
  ])('says whether it may be kept: %s', async (url, cacheControl) => {
    expect((await shop.call('GET', url)).headers['cache-control']).toBe(cacheControl);
  });

  it.each(['/api/v1/products', '/nowhere', '/api/v1/products?search=%00', '/api/v1/me/orders'])(
    'has the security headers of data, and those of pages are left out: %s',
    async (url) => {
      const { headers } = await shop.call('GET', url);
      expect(headers).toMatchObject({
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
      for (const absent of ['access-control-allow-origin', 'x-xss-protection', 'x-powered-by'])
        expect.soft(headers[absent], absent).toBeUndefined();
    },
  );

  it.each([
    ['https://shop.example', 'max-age=31536000; includeSubDomains'],
    ['http://127.0.0.1:3000', undefined],
  ])('of %s says to browsers for how long to come by https alone: %s', async (publicUrl, expected) => {
    const { call } = await openShop({ publicUrl });
    expect((await call('GET', '/nowhere')).headers['strict-transport-security']).toBe(expected);
  });

  it('lets the pages of allowed origins read it, and no other', async () => {
    const { server } = await openShop({ allowedOrigins: ['https://shop.example'] });
    const allowed = async (origin: string) =>
      (await server.inject({ url: '/api/v1/products', headers: { origin } })).headers['access-control-allow-origin'];
    expect(await allowed('https://shop.example')).toBe('https://shop.example');
    expect(await allowed('https://evil.example')).toBeUndefined();
    const preflight = await server.inject({
      method: 'OPTIONS',
      url: '/api/v1/orders',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    });
    expect([preflight.statusCode, preflight.headers['access-control-allow-methods']]).toEqual([
      204,
      expect.stringContaining('POST'),
    ]);
  });

  it('to HEAD is the answer to GET without its body', async () => {
    const get = await shop.call('GET', '/api/v1/products/mug');
    const head = await shop.call('HEAD', '/api/v1/products/mug');
    expect([head.status, head.text, head.headers['etag']]).toEqual([200, '', get.headers['etag']]);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
  });
});

describe('a refused request', () => {
  it('is answered with a problem document that names the request', async () => {
    const { status, headers, body } = await shop.call('GET', '/nowhere', { headers: { 'x-request-id': 'trace-2' } });
    expect([status, headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(body).toEqual({
      type: '/problems/request.not-found',
      title: 'Not found',
      status: 404,
      detail: 'There is nothing at this address.',
      code: 'request.not-found',
      requestId: 'trace-2',
    });
  });

  it('names every field that is wrong', async () => {
    const { status, body } = await shop.call('POST', '/api/v1/auth/register', {
      body: { email: 'nobody', password: 'short', nickname: 'x' },
    });
    expect([status, body.code]).toEqual([400, 'request.invalid']);
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { field: 'name', code: 'required', params: {}, message: 'is required' },
        { field: 'nickname', code: 'unknown', params: {}, message: 'is unknown' },
        { field: 'email', code: 'format', params: {}, message: 'is not valid' },
        {
          field: 'password',
          code: 'too-short',
          params: { minimum: 8 },
          message: 'must have at least 8 characters',
        },
      ]),
    );
  });

  it.each([
    ['no JSON', '{"email":', 400, 'request.body-malformed'],
    ['empty', '', 400, 'request.invalid'],
    ['null', 'null', 400, 'request.invalid'],
    ['a list', '[]', 400, 'request.invalid'],
    ['out to poison a prototype', '{"email":"a","password":"b","__proto__":{"admin":true}}', 400, 'request.invalid'],
    ['out to poison a constructor', '{"constructor":{"prototype":{"admin":true}}}', 400, 'request.invalid'],
    ['with a NUL that is not escaped', '{"email":"a\0","password":"b"}', 400, 'request.text-not-storable'],
    ['with NUL in a text', '{"email":"a\\u0000","password":"b"}', 400, 'request.text-not-storable'],
    ['with NUL in a key', '{"email\\u0000":"a","password":"b"}', 400, 'request.text-not-storable'],
    ['with half a surrogate pair', '{"email":"a\\ud83d","password":"b"}', 400, 'request.text-not-storable'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 400, 'request.text-not-storable'],
    ['a number where a text belongs', '{"email":1,"password":"b"}', 400, 'request.invalid'],
    ['too large', `"${'x'.repeat(1024 * 1024)}"`, 413, 'request.body-too-large'],
  ])('has a body that is %s', async (_what, body, status, code) => {
    const answer = await logIn(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it.each([
    ['{"email":"a","password":"b\\u0000"}', 'password', 'format'],
    ['{"email":"a\0","password":"b"}', 'email', 'format'],
    ['{"email":"a","password":"b","x":[{"y":"\\ud83d"}]}', 'x.0.y', 'format'],
    [Buffer.from('{"email":"\xff","password":"b"}', 'latin1'), 'email', 'format'],
    ['{"email":"a","password":"b","__proto__":{}}', '__proto__', 'unknown'],
    ['{"email":"a","password":"b","x":{"constructor":{"prototype":{}}}}', 'x.constructor', 'unknown'],
  ])('names the field of a text or a name that no route takes: %s', async (body, field, code) => {
    expect((await logIn(body)).body.errors).toMatchObject([{ field, code }]);
  });

  it('names the query parameter with NUL', async () => {
    const { body } = await shop.call('GET', '/api/v1/products?page=1&search=a%00b');
    expect(body.errors).toMatchObject([{ field: 'search', code: 'format' }]);
  });

  it.each(['/api/v1/me', '/api/v1/shop', '/api/v1/admin/tax-rules', '/api/v1/me/sessions', '/health/live', '/'])(
    'to %s has a query parameter that nothing reads',
    async (path) => {
      const { status, body } = await shop.call('GET', `${path}?sorrt=1`, { headers: shop.as('admin') });
      expect([status, body.code, body.errors]).toMatchObject([
        400,
        'request.invalid',
        [{ field: 'sorrt', code: 'unknown' }],
      ]);
    },
  );

  it('takes a whole surrogate pair, escaped, for the character that it is', async () => {
    expect((await logIn('{"email":"\\ud83d\\ude00","password":"b"}')).body.code).toBe('auth.invalid-credentials');
  });

  it('takes a deeply nested body for a bad one, not for the end of the stack', async () => {
    const deep = 200_000;
    const answer = await logIn(`${'['.repeat(deep)}"\\u0041"${']'.repeat(deep)}`);
    expect(answer.status).toBe(400);
  });

  it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'text/csv', 'application/merge-patch+json'])(
    'has a body of a content type that nobody reads: %s',
    async (type) => {
      const answer = await logIn('{"email":"a","password":"b"}', type === undefined ? {} : { 'content-type': type });
      expect([answer.status, answer.body.code]).toEqual([415, 'request.content-type-unsupported']);
    },
  );

  it.each(['/api/v1/products?search=a%00b', '/api/v1/products/a%00b'])('has NUL in its address: %s', async (url) => {
    const { status, body } = await shop.call('GET', url);
    expect([status, body.code]).toEqual([400, 'request.text-not-storable']);
  });

  it('has an address that cannot be decoded', async () => {
    const { status, body, headers } = await shop.call('GET', '/api/v1/products/%E0%A4%A');
    expect([status, body.code]).toEqual([400, 'request.malformed']);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': body.requestId });
  });

  it.each([
    ['/api/v1/products?search=%E0%A4%A', 'search'],
    ['/api/v1/products?limit=5&search=%zz', 'search'],
    ['/api/v1/products?search=100%', 'search'],
    ['/api/v1/products?search=%FF', 'search'],
    ['/api/v1/products?search=%ED%A0%80', 'search'],
    ['/api/v1/products?option.%zz=red', 'option.%zz'],
    ['/api/v1/products?search=a?b&%C3%A9=%', 'é'],
    ['/api/v1/categories?locale=%', 'locale'],
    ['/api/v1/shop?x=%', 'x'],
    ['/sitemap.xml?%', '%'],
    ['/nowhere?x=%zz', 'x'],
  ])('has a query parameter that cannot be decoded: %s', async (url, field) => {
    const { status, body, headers } = await shop.call('GET', url);
    expect([status, headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(body).toMatchObject({ code: 'request.malformed', errors: [{ field, code: 'format' }] });
  });

  it('has a page as its response when a query parameter of a page cannot be decoded', async () => {
    const { status, headers } = await shop.call('GET', '/reset-password?token=%zz');
    expect([status, headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
  });

  it('has a query parameter with every character, encoded', async () => {
    const search = encodeURIComponent('100 % é 🫖 ?&=+');
    expect((await shop.call('GET', `/api/v1/products?search=${search}`)).status).toBe(200);
  });

  it('has an id in its address that nothing can have', async () => {
    const { status, body } = await shop.call('GET', '/api/v1/carts/1%20OR%201=1');
    expect([status, body.code]).toEqual([404, 'request.not-found']);
  });
});

describe('a failure', () => {
  it('of a dependency is a 503 that says when to come back', async () => {
    const away = await openShop();
    away.store.goAway();
    const { status, headers, body } = await away.call('GET', '/api/v1/products');
    expect([status, headers['retry-after'], body.code]).toEqual([503, '1', 'storage.unavailable']);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('of the server tells nothing of its cause, and is logged whole', async () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line) => lines.push(line) });
    const viewCart = anyone(() => {
      throw new Error('SELECT secret FROM carts');
    });
    const broken = await openShop({ logger }, { useCases: { viewCart } });
    const { status, text: told, body } = await broken.call('GET', `/api/v1/carts/${broken.mug}`);
    expect([status, body.code]).toEqual([500, 'server.defect']);
    expect(told).not.toContain('SELECT');
    const logged = lines.map((line) => JSON.parse(line));
    expect(logged.find(({ level }) => level === 50)).toMatchObject({
      requestId: body.requestId,
      err: { message: 'SELECT secret FROM carts', stack: expect.stringContaining('request-conventions.test') },
    });
  });

  it("of the shop's own prices is the server's, not the client's", async () => {
    const viewCart = anyone(() => errAsync({ type: 'pricing.duplicate-promotion', promotionId: 'internal' } as const));
    const broken = await openShop({}, { useCases: { viewCart } });
    const { status, text: told, body } = await broken.call('GET', `/api/v1/carts/${broken.mug}`);
    expect([status, body.code]).toEqual([500, 'server.defect']);
    expect(told).not.toContain('internal');
  });
});

describe('a server that is closing', () => {
  it('finishes what it has, and answers what still comes on an open connection, which it then closes', async () => {
    const [reached, reach] = signal();
    const [held, finish] = signal();
    const { server } = await openShop({
      readiness: async () => {
        reach();
        await held;
        return { ready: true, draining: true, dependencies: [] };
      },
    });
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    const ended = text(socket);
    socket.write('GET /health/ready HTTP/1.1\r\nhost: shop\r\n\r\n');
    await reached;
    const closed = server.close();
    await expect.poll(() => server.server.listening).toBe(false);
    const [second, arrive] = signal();
    server.server.once('request', arrive);
    socket.write('GET /api/v1/products HTTP/1.1\r\nhost: shop\r\n\r\n');
    await second;
    finish();

    const [, first = '', next = ''] = (await ended).split('HTTP/1.1 ');
    expect(first).toMatch(/^503 .*"status":"draining"/su);
    expect(next).toMatch(/^200 .*connection: close/su);
    await closed;
  });
});

describe('the log', () => {
  it('names the request in each of its lines, and leaves out lines below its level', async () => {
    const lines: string[] = [];
    const viewCart = anyone(() => {
      throw new Error('a defect');
    });
    const logger = pino({ level: 'error' }, { write: (line) => lines.push(line) });
    const broken = await openShop({ logger }, { useCases: { viewCart } });
    await broken.call('GET', `/api/v1/carts/${broken.mug}`, { headers: { 'x-request-id': 'trace-1' } });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 50, requestId: 'trace-1' }]);
  });

  it('has one line a request, and no secret in it', async () => {
    const lines: string[] = [];
    const logged = await openShop({ logger: pino({}, { write: (line) => lines.push(line) }) });
    lines.length = 0;
    const customer = await logged.register();
    const cart = await logged.guestCart();
    await logged.call('GET', `${cart.path}?token=in-the-address`, {
      headers: { ...cart.headers, ...customer.headers },
    });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        level: 30,
        method: 'POST',
        address: '127.0.0.1',
        path: '/api/v1/auth/register',
        route: '/api/v1/auth/register',
        status: 201,
        ms: expect.any(Number),
        msg: 'request answered',
      },
      { method: 'POST', route: '/api/v1/carts', status: 201, requestId: expect.stringMatching(uuid) },
      { method: 'PUT', route: '/api/v1/carts/:id/lines/:variantId', status: 200 },
      { method: 'GET', path: cart.path, route: '/api/v1/carts/:id', status: 400, userId: customer.user.id },
    ]);
    for (const secret of [
      'correct horse',
      customer.accessToken,
      customer.refreshToken,
      cart.headers['x-cart-token'],
      'in-the-address',
    ]) {
      expect(lines.join('')).not.toContain(secret);
    }
  });
});
