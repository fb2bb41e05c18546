/** Signing in by cookie. Long because each attack on it is a test. */
import { openShop, type Shop, type ShopResponse } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  await shop.register();
});

const session = '/api/v1/auth/session';
const credentials = { email: 'ada@example.com', password: 'correct horse' };
const signIn = (headers: Record<string, string> = {}, body: object = credentials) =>
  shop.call('POST', session, { headers, body });
/** What a browser sends back of the cookie that it got. */
const cookieOf = ({ headers }: ShopResponse): string => String(headers['set-cookie']).split(';')[0] ?? '';
/** Signs in; `reads` and `writes` are the headers that a page then sends. */
const browser = async () => {
  const answer = await signIn();
  const cookie = cookieOf(answer);
  return { reads: { cookie }, writes: { cookie, 'x-csrf-token': String(answer.body.csrfToken) } };
};
const me = async (headers: Record<string, string>) => (await shop.call('GET', '/api/v1/me', { headers })).status;
const rename = (headers: Record<string, string>) =>
  shop.call('PATCH', '/api/v1/me', { headers, body: { name: 'Countess' } });

describe('signing in by cookie', () => {
  it('sets a cookie that scripts cannot read, and returns no token that signs in', async () => {
    const { status, body, headers } = await signIn();
    expect([status, Object.keys(body)]).toEqual([200, ['user', 'csrfToken', 'permissions']]);
    expect(body.user.email).toBe('ada@example.com');
    expect(headers['set-cookie']).toMatch(
      /^cartwright-session=[\w.-]+; Path=\/; Expires=Mon, 21 Dec 2026 09:30:00 GMT; HttpOnly; Secure; SameSite=Lax$/u,
    );
    expect(headers['cache-control']).toBe('no-store');
  });

  it('lists the permissions of its user, also those of a role that the shop defines', async () => {
    const admin = shop.as('admin');
    const allowed = ['orders.read', 'orders.fulfil'];
    const role = { name: 'Packer', permissions: allowed };
    await shop.call('POST', '/api/v1/admin/roles', { headers: admin, body: role });
    expect((await signIn()).body.permissions).toEqual([]);
    const { reads } = await browser();
    const { id } = (await shop.call('GET', '/api/v1/me', { headers: reads })).body;
    await shop.call('PATCH', `/api/v1/admin/users/${id}`, { headers: admin, body: { role: 'Packer' } });
    expect((await shop.call('GET', session, { headers: reads })).body.permissions).toEqual(allowed);
    expect((await signIn()).body.permissions).toEqual(allowed);
  });

  it('uses a name that other subdomains cannot set, where the shop is reached by https', async () => {
    shop = await openShop({ publicUrl: 'https://shop.example' });
    await shop.register();
    expect((await signIn()).headers['set-cookie']).toMatch(/^__Host-cartwright-session=.*; Path=\/;.*; Secure/u);
    const { reads } = await browser();
    expect(await me(reads)).toBe(200);
  });

  it('is refused and limited as a login is', async () => {
    const wrong = { ...credentials, password: 'wrong horse' };
    const { status, body, headers } = await signIn({}, wrong);
    expect([status, body.code, headers['set-cookie']]).toEqual([401, 'auth.invalid-credentials', undefined]);
    const logIns = Array.from({ length: 5 }, () => shop.call('POST', '/api/v1/auth/login', { body: wrong }));
    const signIns = Array.from({ length: 5 }, () => signIn({}, wrong));
    const statuses = (await Promise.all([...logIns, ...signIns])).map((answer) => answer.status);
    expect(statuses.filter((each) => each === 429)).toHaveLength(1);
  });

  it('ends the session that the browser had before', async () => {
    const { reads } = await browser();
    await signIn(reads);
    expect(await me(reads)).toBe(401);
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:3001', 'nonsense'])(
    'is refused to pages of other sites, which would sign a visitor in as somebody else: %s',
    async (origin) => {
      const { status, body, headers } = await signIn({ origin });
      expect([status, body.code, headers['set-cookie']]).toEqual([403, 'auth.origin-not-allowed', undefined]);
    },
  );

  it('is open to the pages of the shop, of the host that is called, and of the allowed origins', async () => {
    shop = await openShop({ allowedOrigins: ['https://www.shop.example'] });
    await shop.register();
    for (const origin of ['http://127.0.0.1:3000', 'http://localhost', 'https://www.shop.example'])
      expect.soft((await signIn({ origin, host: 'localhost' })).status, origin).toBe(200);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'is refused to a form, which a browser sends from any site: %s',
    async (type) => {
      const { status } = await shop.call('POST', session, {
        headers: { 'content-type': type },
        body: JSON.stringify(credentials),
      });
      expect(status).toBe(415);
    },
  );
});

describe('a browser that has signed in', () => {
  it('reads by its cookie alone', async () => {
    const { reads } = await browser();
    expect(await me(reads)).toBe(200);
    expect((await shop.call('GET', '/api/v1/me/orders', { headers: reads })).status).toBe(200);
    const products = await shop.call('GET', '/api/v1/products', { headers: reads });
    expect([products.headers['cache-control'], products.headers['vary']]).toEqual([
      expect.stringContaining('private'),
      'Accept-Language, Authorization, Cookie',
    ]);
  });

  it('writes with the CSRF token of its session, and no other', async () => {
    const { reads, writes } = await browser();
    const other = await browser();
    expect((await rename(reads)).body.code).toBe('auth.csrf-token-missing');
    for (const token of ['', 'wrong', other.writes['x-csrf-token']]) {
      const { status, body } = await rename({ ...reads, 'x-csrf-token': token });
      expect([status, body.code]).toEqual([403, 'auth.csrf-token-wrong']);
    }
    expect((await rename(writes)).body.name).toBe('Countess');
  });

  it('opens its cart, and staff do their work', async () => {
    const { writes } = await browser();
    const cart = await shop.call('POST', '/api/v1/carts', { headers: writes, body: {} });
    expect([cart.status, cart.body.token]).toEqual([201, undefined]);
    const path = `/api/v1/carts/${cart.body.id}/lines/${shop.mug}`;
    expect((await shop.call('PUT', path, { headers: writes, body: { quantity: 1 } })).status).toBe(200);
    const staff = await shop.call('PATCH', `/api/v1/admin/variants/${shop.mug}/stock`, {
      headers: shop.browserAs('editor'),
      body: { delta: 1, reason: 'found' },
    });
    expect(staff.status).toBe(200);
  });

  it('needs no CSRF token where it sends an access token', async () => {
    const { reads } = await browser();
    const { headers } = await shop.register('grace@example.com');
    expect((await rename({ ...reads, ...headers })).body.email).toBe('grace@example.com');
  });

  it('gets its CSRF token again when a page is loaded again', async () => {
    const { reads, writes } = await browser();
    const { status, body } = await shop.call('GET', session, { headers: reads });
    expect([status, body.user.email, body.csrfToken]).toEqual([200, 'ada@example.com', writes['x-csrf-token']]);
    const nobody = await shop.call('GET', session);
    expect([nobody.status, nobody.body.code]).toEqual([401, 'auth.session-ended']);
  });

  it('stays signed in for as long as it comes back within 30 days', async () => {
    const { reads } = await browser();
    const days = (count: number) => shop.clock.advance(count * 86_400_000);
    days(29);
    const renewed = { cookie: cookieOf(await shop.call('GET', session, { headers: reads })) };
    const [listed] = (await shop.call('GET', '/api/v1/me/sessions', { headers: renewed })).body.data;
    expect(listed).toMatchObject({ current: true, lastUsedAt: shop.clock.now() });
    days(1);
    expect([await me(reads), await me(renewed)]).toEqual([401, 200]);
    days(29);
    expect(await me(renewed)).toBe(401);
  });

  it('is listed among the sessions of its user', async () => {
    const { reads } = await browser();
    const { body } = await shop.call('GET', '/api/v1/me/sessions', { headers: reads });
    expect(body.data.map(({ current }: { readonly current: boolean }) => current).toSorted()).toEqual([false, true]);
  });

  it('signs out, once its page says so', async () => {
    const { reads, writes } = await browser();
    const signOut = (headers: Record<string, string>) => shop.call('DELETE', session, { headers });
    expect((await signOut(reads)).body.code).toBe('auth.csrf-token-missing');
    expect(await me(reads)).toBe(200);
    const { status, headers } = await signOut(writes);
    expect([status, headers['set-cookie']]).toEqual([
      204,
      'cartwright-session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    ]);
    expect(await me(reads)).toBe(401);
    expect([(await signOut(reads)).status, (await signOut({})).status]).toEqual([204, 204]);
  });

  it('is signed out by all that ends a session', async () => {
    const { headers: bearer } = await shop.register('grace@example.com');
    const grace = async () => cookieOf(await signIn({}, { ...credentials, email: 'grace@example.com' }));
    const ends = async (end: () => Promise<{ readonly status: number }>) => {
      const cookie = await grace();
      const before = await me({ cookie });
      return [before, (await end()).status, await me({ cookie })];
    };
    const call = (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object) =>
      shop.call(method, `/api/v1${path}`, { headers: bearer, ...(body === undefined ? {} : { body }) });
    const passwords = { currentPassword: 'correct horse', newPassword: 'battery staple horse' };
    expect(await ends(() => call('PUT', '/me/password', passwords))).toEqual([200, 204, 401]);
    await call('PUT', '/me/password', { currentPassword: passwords.newPassword, newPassword: 'correct horse' });
    expect(
      await ends(async () => {
        const { body } = await shop.call('GET', '/api/v1/me/sessions', { headers: bearer });
        const { id } = body.data.find(({ current }: { readonly current: boolean }) => !current);
        return call('DELETE', `/me/sessions/${id}`);
      }),
    ).toEqual([200, 204, 401]);
    expect(await ends(() => call('POST', '/auth/logout-all'))).toEqual([200, 204, 401]);
    const { body: users } = await shop.call('GET', '/api/v1/admin/users?search=grace', { headers: shop.as('admin') });
    expect(
      await ends(() =>
        shop.call('PATCH', `/api/v1/admin/users/${users.data[0].id}`, {
          headers: shop.as('admin'),
          body: { disabled: true },
        }),
      ),
    ).toEqual([200, 200, 401]);
  });

  it('is a guest once its session has ended, and needs no CSRF token then', async () => {
    const { reads, writes } = await browser();
    await shop.call('DELETE', session, { headers: writes });
    expect((await shop.call('GET', '/api/v1/products', { headers: reads })).status).toBe(200);
    const cart = await shop.call('POST', '/api/v1/carts', { headers: reads, body: {} });
    expect([cart.status, typeof cart.body.token]).toEqual([201, 'string']);
  });

  it('is asked for the CSRF token by each operation that changes something', async () => {
    const { paths } = (await shop.call('GET', '/openapi.json')).body as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly security: readonly object[] }>>>>;
    };
    const { cookie } = shop.browserAs('admin');
    const unguarded: string[] = [];
    let writes = 0;
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        if (method === 'get' || security.length === 0) continue;
        writes += 1;
        const url = path.replaceAll(/\{[^}]+\}/gu, shop.mug);
        const verb = method.toUpperCase() as 'POST' | 'PUT' | 'PATCH' | 'DELETE';
        const { status, body } = await shop.call(verb, url, { headers: { cookie }, body: {} });
        const names = security.flatMap((each) => Object.keys(each));
        if (status !== 403 || body.code !== 'auth.csrf-token-missing' || !names.includes('csrfToken'))
          unguarded.push(`${verb} ${path}: ${status} ${body.code}`);
      }
    }
    expect(writes).toBeGreaterThan(40);
    expect(unguarded).toEqual([]);
  });
});

describe('a cookie', () => {
  it('that this shop did not make signs nobody in', async () => {
    const { reads } = await browser();
    const [name = '', token = ''] = reads.cookie.split('=');
    const [id = '', end = '', secret = ''] = token.split('.');
    const other = (await browser()).reads.cookie.split('=')[1]?.split('.')[0] ?? '';
    const forged = [
      `${id}.${end}.`,
      `${id}.${Number(end) + 1}.${secret}`,
      `${other}.${end}.${secret}`,
      `${token}.x`,
      id,
      '',
      '%00',
      '%F0%28%8C%28',
      `'.${end}.${secret}`,
    ];
    for (const value of forged) expect.soft(await me({ cookie: `${name}=${value}` }), value).toBe(401);
    expect(await me({ cookie: `theme=dark; ${name}=${token}; lang=en` })).toBe(200);
  });

  it('is neither an access token nor a refresh token', async () => {
    const { reads } = await browser();
    const token = reads.cookie.split('=')[1] ?? '';
    expect(await me({ authorization: `Bearer ${token}` })).toBe(401);
    const { status } = await shop.call('POST', '/api/v1/auth/refresh', { body: { refreshToken: token } });
    expect(status).toBe(401);
  });
});

describe('pages of other origins', () => {
  beforeEach(async () => {
    shop = await openShop({ allowedOrigins: ['https://www.shop.example'] });
  });
  const preflight = (origin: string) =>
    shop.call('OPTIONS', '/api/v1/me', {
      headers: {
        origin,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'content-type,x-csrf-token',
      },
    });

  it('may send the cookie and read the response, where they are allowed', async () => {
    const { status, headers } = await preflight('https://www.shop.example');
    expect([status, headers]).toEqual([
      204,
      expect.objectContaining({
        'access-control-allow-origin': 'https://www.shop.example',
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': 'content-type,x-csrf-token',
        vary: expect.stringContaining('Origin'),
      }),
    ]);
  });

  it.each(['https://evil.example', 'null', 'https://www.shop.example.evil.example', 'http://www.shop.example'])(
    'may neither, where they are not: %s',
    async (origin) => {
      const answers = [await preflight(origin), await shop.call('GET', '/api/v1/products', { headers: { origin } })];
      for (const { headers } of answers)
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    },
  );
});
