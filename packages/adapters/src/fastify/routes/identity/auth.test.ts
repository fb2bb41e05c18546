import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const post = (path: string, body: object) => shop.call('POST', `/api/v1/auth/${path}`, { body });
const ada = { email: 'Ada@Example.com', password: 'correct horse', name: 'Ada' };

describe('registering', () => {
  it('signs the new customer in', async () => {
    const { status, body, headers } = await post('register', ada);
    expect([status, headers['cache-control']]).toEqual([201, 'no-store']);
    expect(body).toEqual({
      user: {
        id: expect.any(String),
        email: 'ada@example.com',
        emailVerified: false,
        name: 'Ada',
        role: 'customer',
        groups: [],
        createdAt: '2026-11-21T09:30:00.000Z',
      },
      accessToken: expect.any(String),
      expiresIn: 900,
      refreshToken: expect.any(String),
    });
  });

  it('refuses an e-mail that somebody has', async () => {
    await post('register', ada);
    const { status, body } = await post('register', { ...ada, email: 'ada@example.com' });
    expect([status, body.code]).toEqual([409, 'user.email-taken']);
  });

  it.each([
    ['email', 'nobody'],
    ['email', '@example.com'],
    ['email', 'ada@localhost'],
    ['email', 'ada@exa mple.com'],
    ['email', 'ada@example.com\r\nBcc: all@example.com'],
    ['email', 'ada@example..com'],
    ['email', '<ada@example.com>'],
    ['email', `ada@${'x'.repeat(250)}.com`],
    ['email', 7],
    ['password', '1234567'],
    ['password', 'x'.repeat(513)],
    ['name', ''],
    ['name', '   '],
    ['name', 'Ada\nLovelace'],
    ['name', 'x'.repeat(201)],
    ['role', 'admin'],
  ])('refuses a wrong %s: %j', async (field, value) => {
    const { status, body } = await post('register', { ...ada, [field]: value });
    expect([status, body.code, body.errors[0].field]).toEqual([400, 'request.invalid', field]);
  });
});

describe('signing in', () => {
  it('takes the password of the e-mail, however that is spelt', async () => {
    await post('register', ada);
    const { status, body } = await post('login', { email: 'ADA@example.com', password: ada.password });
    expect([status, body.user.email]).toEqual([200, 'ada@example.com']);
  });

  it('answers alike to a wrong password and to an unknown e-mail', async () => {
    await post('register', ada);
    const wrong = await post('login', { email: ada.email, password: 'wrong horse' });
    const unknown = await post('login', { email: 'nobody@example.com', password: ada.password });
    expect(wrong.status).toBe(401);
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
    expect(wrong.headers['www-authenticate']).toBe('Bearer realm="cartwright"');
  });
});

describe('refreshing', () => {
  it('gives a new pair for a token, once; a second use ends the whole sign-in', async () => {
    const { body: first } = await post('register', ada);
    const second = await post('refresh', { refreshToken: first.refreshToken });
    const reused = await post('refresh', { refreshToken: first.refreshToken });
    const ended = await post('refresh', { refreshToken: second.body.refreshToken });
    expect([second.status, reused.status, reused.body.code]).toEqual([200, 401, 'auth.refresh-token-reused']);
    expect([ended.status, ended.body.code]).toEqual([401, 'auth.refresh-token-invalid']);
  });

  it('works with an expired access token in the request, which is why one refreshes', async () => {
    const { body } = await post('register', ada);
    shop.clock.advance(3_600_000);
    const { status } = await shop.call('POST', '/api/v1/auth/refresh', {
      body: { refreshToken: body.refreshToken },
      headers: { authorization: `Bearer ${body.accessToken}` },
    });
    expect(status).toBe(200);
  });
});

describe('a route', () => {
  it('for users asks who is there', async () => {
    const { status, body, headers } = await shop.call('GET', '/api/v1/me/orders');
    expect([status, body.code]).toEqual([401, 'auth.token-missing']);
    expect(headers['www-authenticate']).toBe('Bearer realm="cartwright"');
  });

  it.each(['Bearer nonsense', 'Basic YWRhOmFkYQ==', 'Bearer', 'Bearer a b'])(
    'refuses a token that does not hold, also where none is needed: %s',
    async (authorization) => {
      for (const url of ['/api/v1/me/orders', '/api/v1/products', `/api/v1/carts/${shop.mug}`]) {
        const { status, body, headers } = await shop.call('GET', url, { headers: { authorization } });
        expect([status, body.code]).toEqual([401, 'auth.token-invalid']);
        expect(headers['www-authenticate']).toBe('Bearer realm="cartwright", error="invalid_token"');
      }
    },
  );

  it('refuses an expired token', async () => {
    const customer = await shop.register();
    shop.clock.advance(15 * 60_000);
    expect((await shop.call('GET', '/api/v1/me/orders', customer)).status).toBe(401);
  });

  it('for staff asks for the permission, before it reads the body', async () => {
    const patch = (headers: Record<string, string>) =>
      shop.call('PATCH', `/api/v1/admin/variants/${shop.mug}/stock`, { headers, body: 'no JSON' });
    expect((await patch({})).body.code).toBe('auth.token-missing');
    for (const role of ['customer', 'support'] as const) {
      const { status, body } = await patch(shop.as(role));
      expect([status, body.code]).toEqual([403, 'auth.forbidden']);
    }
    expect((await patch(shop.as('editor'))).status).toBe(415);
  });
});
