import { createHmac } from 'node:crypto';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { okAsync } from 'neverthrow';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
let lines: Record<string, unknown>[];
beforeEach(async () => {
  lines = [];
  shop = await openShop({ logger: pino({}, { write: (line) => lines.push(JSON.parse(line)) }) });
});

const password = 'correct horse';
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const myOrders = (token: string) => shop.call('GET', '/api/v1/me/orders', bearer(token));
const adminOrders = (token: string) => shop.call('GET', '/api/v1/admin/orders', bearer(token));

describe('an access token', () => {
  const change = (work: (user: { readonly id: string }, tables: ReturnType<Shop['store']['committed']>) => void) =>
    shop.store.transact((tables) => {
      for (const user of tables.users.values()) work(user, tables);
      return okAsync(undefined);
    });

  it('of a deleted user opens nothing, and places no order', async () => {
    const { accessToken } = await shop.register();
    expect((await myOrders(accessToken)).status).toBe(200);
    await change(({ id }, { users }) => users.delete(id));
    expect((await myOrders(accessToken)).status).toBe(401);
    const { status, body } = await shop.call('POST', '/api/v1/orders', {
      headers: { ...bearer(accessToken).headers, 'idempotency-key': 'k' },
      body: { items: [{ variantId: shop.book, quantity: 1 }], email: 'ada@example.com' },
    });
    expect([status, body.code]).toEqual([401, 'auth.token-invalid']);
  });

  it('of a disabled user opens nothing', async () => {
    const { accessToken } = await shop.register();
    await change(({ id }, { users }) => {
      const user = users.get(id);
      if (user !== undefined) users.set(id, { ...user, disabledAt: shop.clock.now() });
    });
    expect((await myOrders(accessToken)).status).toBe(401);
  });

  it('is worth the role that its user has now', async () => {
    const { accessToken } = await shop.register();
    const give = (role: 'admin' | 'customer') =>
      change(({ id }, { users }) => {
        const user = users.get(id);
        if (user !== undefined) users.set(id, { ...user, role });
      });
    expect((await adminOrders(accessToken)).status).toBe(403);
    await give('admin');
    expect((await adminOrders(accessToken)).status).toBe(200);
    await give('customer');
    expect((await adminOrders(accessToken)).status).toBe(403);
  });

  it('ends with its session, when a refresh token is used twice', async () => {
    const { accessToken, refreshToken } = await shop.register();
    const refresh = () => shop.call('POST', '/api/v1/auth/refresh', { body: { refreshToken } });
    const { body: next } = await refresh();
    expect((await myOrders(accessToken)).status).toBe(200);
    expect((await refresh()).body.code).toBe('auth.refresh-token-reused');
    expect([(await myOrders(accessToken)).status, (await myOrders(next.accessToken)).status]).toEqual([401, 401]);
  });

  /** A token of Ada's, signed with the shop's key, that differs from a good one in some claims. */
  const forged = async (claims: object, header: object = {}, hash = 'sha256'): Promise<string> => {
    const { accessToken } = await shop.register();
    const [, payload = ''] = String(accessToken).split('.');
    const good = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const input = `${encode({ alg: 'HS256', typ: 'at+jwt', ...header })}.${encode({ ...good, ...claims })}`;
    return `${input}.${hash === '' ? '' : createHmac(hash, 'x'.repeat(32)).update(input).digest('base64url')}`;
  };
  const now = Date.parse('2026-11-21T09:30:00.000Z') / 1000;

  it('is accepted when it differs in nothing', async () => {
    expect((await myOrders(await forged({}))).status).toBe(200);
  });

  it.each<[string, object, object?, string?]>([
    ['has a subject that is no UUID', { sub: 'ada' }],
    ['has a session that is no UUID', { sid: "'" }],
    ['has the session of somebody else', { sub: '00000000-0000-7000-8000-00000000ffff' }],
    ['is not signed', {}, { alg: 'none' }, ''],
    ['is not signed, in capitals', {}, { alg: 'NONE' }, ''],
    ['names another algorithm', {}, { alg: 'HS512' }, 'sha512'],
    ['names an algorithm with a public key', {}, { alg: 'RS256' }],
    ['brings its own key', {}, { jwk: { kty: 'oct', k: 'eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg' } }, 'sha1'],
    ['comes from another issuer', { iss: 'https://elsewhere.example' }],
    ['is meant for another audience', { aud: 'https://elsewhere.example' }],
    ['is of another type', {}, { typ: 'JWT' }],
    ['has no type', {}, { typ: undefined }],
    ['has no expiry', { exp: undefined }],
    ['has an expiry that is a text', { exp: '9999999999' }],
    ['expired 61 seconds ago', { iat: now - 961, exp: now - 61 }],
    ['is not valid for another 61 seconds', { nbf: now + 61 }],
    ['was issued 61 seconds in the future', { iat: now + 61, exp: now + 961 }],
    ['has an unknown critical header', {}, { crit: ['exotic'], exotic: true }],
    ['has no id', { jti: undefined }],
    ['was tampered with', {}, {}, 'sha1'],
  ])('is refused when it %s', async (_what, claims, header, hash) => {
    const { status, body } = await myOrders(await forged(claims, header, hash));
    expect([status, body.code]).toEqual([401, 'auth.token-invalid']);
  });

  it('is refused when the claims of another token are put into it', async () => {
    const { accessToken } = await shop.register();
    const { accessToken: another } = await shop.register('grace@example.com');
    const [header, , signature] = String(accessToken).split('.');
    const { status, body } = await myOrders([header, String(another).split('.')[1], signature].join('.'));
    expect([status, body.code]).toEqual([401, 'auth.token-invalid']);
  });

  it('is answered with 503 while nobody can tell whose it is', async () => {
    const { accessToken } = await shop.register();
    shop.store.goAway();
    expect((await myOrders(accessToken)).status).toBe(503);
  });
});

describe('the log', () => {
  const events = () => lines.filter(({ event }) => event !== undefined);

  it('names account and address of a failed login', async () => {
    const { user } = await shop.register();
    const logIn = (email: string) =>
      shop.call('POST', '/api/v1/auth/login', { body: { email, password: 'wrong horse' } });
    await logIn('ada@example.com');
    await logIn('nobody@example.com');
    expect(events()).toMatchObject([
      { event: 'auth.login-failed', userId: user.id, email: 'ada@example.com', address: '127.0.0.1' },
      { event: 'auth.login-failed', email: 'nobody@example.com', address: '127.0.0.1' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('wrong horse');
  });

  it('names account and address of each sign-in', async () => {
    const { user } = await shop.register();
    const credentials = { email: 'ada@example.com', password };
    await shop.call('POST', '/api/v1/auth/login', { body: credentials });
    await shop.call('POST', '/api/v1/auth/session', { body: credentials });
    const signedIn = { event: 'auth.signed-in', userId: user.id, address: '127.0.0.1' };
    expect(events()).toMatchObject([signedIn, signedIn]);
  });

  it('names account and address of a refresh token that is used again', async () => {
    const { user, refreshToken } = await shop.register();
    for (const _use of [1, 2]) await shop.call('POST', '/api/v1/auth/refresh', { body: { refreshToken } });
    expect(events()).toMatchObject([{ event: 'auth.refresh-token-reused', userId: user.id, address: '127.0.0.1' }]);
  });

  it('names account, address and route of whoever lacks the permission', async () => {
    const { user, accessToken } = await shop.register();
    await adminOrders(accessToken);
    expect(events()).toMatchObject([
      { event: 'auth.forbidden', userId: user.id, address: '127.0.0.1', route: '/api/v1/admin/orders' },
    ]);
  });
});

describe('logins', () => {
  const logIn = (email: string, given: string, remoteAddress: string) =>
    shop.server.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      remoteAddress,
      payload: { email, password: given },
    });
  const statuses = async (logins: readonly ReturnType<typeof logIn>[]): Promise<readonly number[]> =>
    (await Promise.all(logins)).map(({ statusCode }) => statusCode);

  it('of one account fail ten times a minute, from however many addresses', async () => {
    await shop.register();
    const tries = Array.from({ length: 100 }, (_, index) => logIn('Ada@example.com', 'wrong', `203.0.113.${index}`));
    const answers = await statuses(tries);
    expect([
      answers.filter((status) => status === 401).length,
      answers.filter((status) => status === 429).length,
    ]).toEqual([10, 90]);
    const { statusCode, headers, json } = await logIn('ada@example.com', password, '198.51.100.1');
    expect([statusCode, json().code, headers['retry-after']]).toEqual([429, 'request.rate-limited', '60']);
    shop.clock.advance(60_000);
    expect((await logIn('ada@example.com', password, '198.51.100.1')).statusCode).toBe(200);
  });

  it('let the owner in from an address that the account is known from, whatever others try', async () => {
    await shop.register();
    await statuses(Array.from({ length: 20 }, (_, index) => logIn('ada@example.com', 'wrong', `203.0.113.${index}`)));
    expect((await logIn('ada@example.com', password, '127.0.0.1')).statusCode).toBe(200);
    expect((await logIn('ada@example.com', 'wrong', '127.0.0.1')).statusCode).toBe(429);
  });

  it('let the owner in from a known address after any number of wrong passwords there', async () => {
    await shop.register();
    const wrong = (tries: number, address: string) =>
      statuses(Array.from({ length: tries }, () => logIn('ada@example.com', 'wrong', address)));
    const answers = await wrong(40, '127.0.0.1');
    expect(answers.filter((status) => status === 401)).toHaveLength(10);
    expect((await logIn('ada@example.com', password, '127.0.0.1')).statusCode).toBe(200);
    await wrong(100, '203.0.113.1');
    expect((await logIn('ada@example.com', password, '127.0.0.1')).statusCode).toBe(200);
    expect((await logIn('ada@example.com', password, '203.0.113.1')).statusCode).toBe(429);
  });

  it('from an address known to one account are guesses of no other account past the limit', async () => {
    await shop.register();
    await shop.register('bob@example.com');
    await logIn('ada@example.com', password, '198.51.100.7');
    await statuses(Array.from({ length: 12 }, () => logIn('bob@example.com', 'wrong', '198.51.100.7')));
    expect((await logIn('bob@example.com', password, '198.51.100.7')).statusCode).toBe(429);
  });

  it('of one address fail ten times a minute, with however many accounts', async () => {
    const tries = Array.from({ length: 15 }, (_, index) => logIn(`user${index}@example.com`, 'wrong', '203.0.113.1'));
    expect((await statuses(tries)).filter((status) => status === 401)).toHaveLength(10);
    expect((await logIn('another@example.com', 'wrong', '203.0.113.2')).statusCode).toBe(401);
  });

  it('that succeed count for nothing', async () => {
    await shop.register();
    for (let login = 0; login < 12; login += 1)
      expect((await logIn('ada@example.com', password, '203.0.113.1')).statusCode).toBe(200);
  });

  it('with an unknown e-mail are limited like those with a known one', async () => {
    await shop.register();
    const tries = (email: string, network: string) =>
      statuses(Array.from({ length: 12 }, (_, index) => logIn(email, 'wrong', `${network}.${index}`)));
    expect(await tries('nobody@example.com', '198.51.100')).toEqual(await tries('ada@example.com', '203.0.113'));
  });
});
