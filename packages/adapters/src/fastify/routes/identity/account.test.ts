import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  shop.call('POST', `/api/v1/auth/${path}`, { body, headers });
const newPassword = 'battery staple horse';
/** The link of the latest request, as the mail has it. */
const link = (): URL => {
  const token = [...shop.store.committed().accountTokens.values()].at(-1);
  if (token === undefined) throw new Error('there is no link');
  return new URL(shop.accountLinks.to(token));
};
const linkToken = (): string => link().searchParams.get('token') ?? '';

describe('over HTTP', () => {
  it('a user signs out, here and everywhere', async () => {
    const { headers, refreshToken } = await shop.register();
    const other = await post('login', { email: 'ada@example.com', password: 'correct horse' });
    expect((await post('logout', { refreshToken: other.body.refreshToken }, headers)).status).toBe(204);
    expect((await shop.call('GET', '/api/v1/me/sessions', { headers })).status).toBe(200);
    const { status, text } = await post('logout-all', {}, headers);
    expect([status, text]).toEqual([204, '']);
    expect((await shop.call('GET', '/api/v1/me/sessions', { headers })).status).toBe(401);
    expect((await post('refresh', { refreshToken })).status).toBe(401);
    expect((await post('logout', { refreshToken })).status).toBe(401);
  });

  it('a user lists sessions and ends one', async () => {
    const { headers } = await shop.register();
    await post('login', { email: 'ada@example.com', password: 'correct horse' }, { 'user-agent': 'Firefox' });
    const { body } = await shop.call('GET', '/api/v1/me/sessions', { headers });
    expect(body.data).toMatchObject([
      { current: false, address: '127.0.0.1', userAgent: 'Firefox' },
      { current: true, address: '127.0.0.1' },
    ]);
    const end = (id: string) => shop.call('DELETE', `/api/v1/me/sessions/${id}`, { headers });
    expect([(await end(body.data[0].id)).status, (await end(body.data[0].id)).status]).toEqual([204, 404]);
    expect((await end('no-id')).status).toBe(404);
  });

  it('a user changes the password; only this session goes on', async () => {
    const { headers } = await shop.register();
    const other = await post('login', { email: 'ada@example.com', password: 'correct horse' });
    const change = (currentPassword: string, given = newPassword) =>
      shop.call('PUT', '/api/v1/me/password', { headers, body: { currentPassword, newPassword: given } });
    const wrong = await change('wrong horse');
    expect([wrong.status, wrong.body.code]).toEqual([403, 'auth.password-wrong']);
    const common = await change('correct horse', 'password1');
    expect([common.status, common.body.code]).toEqual([400, 'auth.password-too-common']);
    expect(common.body.errors).toMatchObject([{ field: 'newPassword', code: 'not-allowed', params: { values: [] } }]);
    expect((await change('correct horse')).status).toBe(204);
    expect((await shop.call('GET', '/api/v1/me/sessions', { headers })).body.data).toHaveLength(1);
    const others = { authorization: `Bearer ${other.body.accessToken}` };
    expect((await shop.call('GET', '/api/v1/me/sessions', { headers: others })).status).toBe(401);
  });

  it('somebody who forgot the password sets another by a link', async () => {
    await shop.register();
    const { status, text } = await post('password/forgot', { email: 'Ada@example.com' });
    expect([status, text]).toEqual([202, '']);
    const token = linkToken();
    expect((await post('password/reset', { token, password: newPassword })).status).toBe(204);
    const again = await post('password/reset', { token, password: newPassword });
    expect([again.status, again.body.code]).toEqual([400, 'auth.link-invalid']);
    expect((await post('login', { email: 'ada@example.com', password: newPassword })).status).toBe(200);
  });

  it('an unknown e-mail is answered like a known one', async () => {
    await shop.register();
    const known = await post('password/forgot', { email: 'ada@example.com' });
    const unknown = await post('password/forgot', { email: 'nobody@example.com' });
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
    const [first, second] = [...shop.store.committed().accountTokens.values()].slice(-2);
    expect([first?.userId === undefined, second?.userId === undefined]).toEqual([false, true]);
  });

  it('a new customer verifies the e-mail', async () => {
    const registered = await shop.register();
    expect(registered.user.emailVerified).toBe(false);
    const token = linkToken();
    expect((await post('email/verify', { token })).status).toBe(204);
    expect((await post('email/verify', { token })).status).toBe(400);
    const { body } = await post('login', { email: 'ada@example.com', password: 'correct horse' });
    expect(body.user.emailVerified).toBe(true);
    const another = await shop.call('POST', '/api/v1/me/email/verification', { headers: registered.headers });
    expect(another.status).toBe(202);
  });

  it.each(['role', 'groups', 'id', 'emailVerified', 'segment'])(
    'nobody registers with a %s of their own',
    async (field) => {
      const body = { email: 'eve@example.com', password: 'correct horse', name: 'Eve', [field]: 'admin' };
      expect((await post('register', body)).status).toBe(400);
    },
  );

  it('nobody registers with a prototype of their own', async () => {
    const body = '{"email":"eve@example.com","password":"correct horse","name":"Eve","__proto__":{"role":"admin"}}';
    const headers = { 'content-type': 'application/json' };
    expect((await shop.call('POST', '/api/v1/auth/register', { body, headers })).status).toBe(400);
  });
});

describe('the pages of links', () => {
  const form = (path: string, fields: Record<string, string>) =>
    shop.call('POST', path, {
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  it('set a new password where the shop has no storefront', async () => {
    await shop.register();
    await post('password/forgot', { email: 'ada@example.com' });
    const { pathname, search } = link();
    const page = await shop.call('GET', `${pathname}${search}`);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain(`value="${linkToken()}"`);
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect((await form(pathname, { token: linkToken(), password: 'password1' })).text).toContain('too common');
    const saved = await form(pathname, { token: linkToken(), password: newPassword });
    expect([saved.status, saved.text.includes('Your new password is set')]).toEqual([200, true]);
    expect((await form(pathname, { token: linkToken(), password: newPassword })).status).toBe(400);
    expect((await post('login', { email: 'ada@example.com', password: newPassword })).status).toBe(200);
  });

  it('verify an e-mail when the button is pressed, not when the link is opened', async () => {
    await shop.register();
    const { pathname, search } = link();
    for (const _time of [1, 2]) expect((await shop.call('GET', `${pathname}${search}`)).status).toBe(200);
    expect((await form(pathname, { token: linkToken() })).text).toContain('is confirmed');
    expect((await form(pathname, { token: 'nonsense' })).text).toContain('does not work');
  });

  it('show a token as text, whatever it is', async () => {
    const { text } = await shop.call('GET', '/reset-password?token=%22%3E%3Cscript%3E');
    expect(text).not.toContain('<script>');
  });
});
