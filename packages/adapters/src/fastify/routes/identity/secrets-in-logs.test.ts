import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { TOTP } from 'otpauth';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
let log: string[];
/** Every secret that somebody was given or has entered. */
let secrets: string[];
/** What was answered to others than the owner of a secret. */
let answers: string[];
beforeEach(async () => {
  [log, secrets, answers] = [[], [], []];
  shop = await openShop({ logger: pino({ level: 'trace' }, { write: (line) => void log.push(line) }) });
});

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  shop.call('POST', `/api/v1${path}`, { body, headers });

/** Registers, signs in in each way, and uses each secret once rightly, twice, and wrongly. */
async function useEverySecret(): Promise<void> {
  const password = 'a seeded password';
  const { body } = await post('/auth/register', { email: 'ada@example.com', password, name: 'Ada' });
  const bearer = { authorization: `Bearer ${body.accessToken}` };
  const session = await post('/auth/session', { email: 'ada@example.com', password });
  const cookie = String(session.headers['set-cookie']).split(';')[0] ?? '';
  secrets.push(password, body.accessToken, body.refreshToken, cookie.split('=')[1] ?? '', session.body.csrfToken);
  for (const refreshToken of [body.refreshToken, body.refreshToken]) await post('/auth/refresh', { refreshToken });
  await shop.call('PATCH', '/api/v1/me', { headers: { cookie, 'x-csrf-token': 'wrong' }, body: { name: 'x' } });
  await shop.call('GET', '/api/v1/me', { headers: { ...bearer, cookie } });

  secrets.push('a seeded wrong password', 'a seeded new password');
  await post('/auth/login', { email: 'ada@example.com', password: 'a seeded wrong password' });
  await post('/auth/login', { email: 'ada@example.com', password: ['a seeded wrong password'] });
  await post('/auth/password/forgot', { email: 'ada@example.com' });
  const links = [...shop.store.committed().accountTokens.values()];
  for (const { id, purpose } of links) {
    const token = shop.accountLinks.tokenOf({ id, purpose });
    secrets.push(token.split('.')[1] ?? '');
    await shop.call('GET', `/${purpose}?token=${token}`);
    for (const path of ['/auth/email/verify', '/auth/password/reset'])
      await post(path, { token, ...(path.endsWith('reset') ? { password: 'a seeded new password' } : {}) });
  }

  const page = encodeURIComponent('https://shop.example/back');
  const begun = await shop.call('GET', `/api/v1/auth/oauth/google?returnUrl=${page}`);
  const identity = { email: 'grace@example.com', emailVerified: true };
  const responseUrl = new URL(shop.identityProviders.approve(String(begun.headers.location), identity));
  const attempt = String(begun.headers['set-cookie']).split(';')[0] ?? '';
  const finished = await shop.call('GET', `${responseUrl.pathname}${responseUrl.search}`, {
    headers: { cookie: attempt },
  });
  const code = new URL(String(finished.headers.location)).searchParams.get('code') ?? '';
  secrets.push(attempt.split('=')[1] ?? '', code, responseUrl.searchParams.get('state') ?? '');
  for (const _use of [1, 2]) secrets.push((await post('/auth/oauth/token', { code })).body.refreshToken ?? code);

  const cart = await shop.guestCart();
  const order = await post(
    '/orders',
    { cartId: cart.id, email: 'guest@example.com', shippingAddress: address },
    { ...cart.headers, 'idempotency-key': 'k' },
  );
  secrets.push(cart.headers['x-cart-token'], order.body.token);
  await shop.call('GET', `/orders/${order.body.id}?token=${order.body.token}`);
  await shop.call('GET', `/api/v1/orders/${order.body.id}`, { headers: { 'x-order-token': order.body.token } });

  for (const path of ['/admin/users', '/admin/customers', '/admin/orders', `/orders/${order.body.id}`])
    answers.push((await shop.call('GET', `/api/v1${path}`, { headers: shop.as('admin') })).text);
  answers.push((await shop.call('GET', '/openapi.json')).text, (await shop.call('GET', '/health/ready')).text);
  for (const { passwordHash } of shop.store.committed().users.values())
    if (passwordHash !== '') secrets.push(passwordHash);
  secrets.push('x'.repeat(32));
}

/** Invites a colleague, turns a second factor on, and makes an API key and webhooks: uses each secret, also wrongly. */
async function useSecretsOfStaff(): Promise<void> {
  const admin = shop.as('admin');
  await post('/admin/users', { email: 'bob@example.com', name: 'Bob', role: 'support' }, admin);
  const [invitation] = [...shop.store.committed().accountTokens.values()];
  if (invitation === undefined) throw new Error('there is no invitation');
  const token = new URL(shop.accountLinks.to(invitation)).searchParams.get('token') ?? '';
  secrets.push(token, token.split('.')[1] ?? '');
  await shop.call('GET', `/invitation?token=${token}`);
  for (const password of ['12345678', 'a seeded password', 'a seeded password'])
    await post('/auth/invitation/accept', { token, password });

  const credentials = { email: 'bob@example.com', password: 'a seeded password' };
  const signedIn = await post('/auth/login', credentials);
  const bob = { authorization: `Bearer ${signedIn.body.accessToken}` };
  const { secret, uri } = (await post('/me/totp', {}, bob)).body;
  const code = () => new TOTP({ secret }).generate({ timestamp: Date.parse(shop.clock.now()) });
  await post('/me/totp/confirm', { code: secret }, bob);
  const { recoveryCodes } = (await post('/me/totp/confirm', { code: code() }, bob)).body;
  shop.clock.advance(30_000);
  secrets.push(secret, uri, ...recoveryCodes);
  for (const totp of [code(), recoveryCodes[0], recoveryCodes[0], secret, [recoveryCodes[1]]])
    await post('/auth/login', { ...credentials, totp });
  answers.push((await shop.call('GET', '/api/v1/me/export', { headers: bob })).text);

  const made = await post('/admin/api-keys', { name: 'Till', permissions: ['orders.read'] }, admin);
  const { id, key } = made.body;
  secrets.push(key);
  for (const given of [key, `${key}x`, key.toUpperCase()])
    await shop.call('GET', `/api/v1/admin/orders?search=${given}`, { headers: { authorization: `Bearer ${given}` } });
  await shop.call('DELETE', `/api/v1/admin/api-keys/${id}`, { headers: admin });
  await shop.call('GET', '/api/v1/admin/orders', { headers: { authorization: `Bearer ${key}` } });

  const chosen = `whsec_${Buffer.from('a seeded secret of 32 characters').toString('base64')}`;
  const hook = { url: 'https://receiver.example/hook', events: ['order.placed'] };
  const generated = (await post('/admin/webhooks', hook, admin)).body;
  const own = (await post('/admin/webhooks', { ...hook, secret: chosen }, admin)).body;
  secrets.push(generated.secret, own.secret);
  await post('/admin/webhooks', { ...hook, url: 'no url', secret: chosen }, admin);
  await shop.call('PATCH', `/api/v1/admin/webhooks/${own.id}`, { headers: admin, body: { secret: generated.secret } });

  for (const path of ['/admin/users', '/admin/api-keys', '/admin/webhooks', `/admin/webhooks/${own.id}`])
    answers.push((await shop.call('GET', `/api/v1${path}`, { headers: admin })).text);
  answers.push((await shop.call('GET', '/api/v1/admin/audit-log', { headers: admin })).text);
}

describe('a secret', () => {
  it('is in no line of the log, however it was used, and in no answer to anybody else', async () => {
    await useEverySecret();
    const written = log.join('');
    expect([secrets.length > 15, log.length > 15, answers.every((answer) => answer.length > 2)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(secrets.filter((secret) => secret.length < 16)).toEqual([]);
    expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
    expect(secrets.filter((secret) => answers.join('').includes(secret))).toEqual([]);
  });

  it('of staff, of a program or of a receiver of webhooks is in none of them either', async () => {
    await useSecretsOfStaff();
    const written = log.join('');
    // An invitation and its digest, a key of a second factor and its address, ten codes, an API key, two webhooks.
    expect([secrets.length, log.length > 15, answers.every((answer) => answer.length > 2)]).toEqual([17, true, true]);
    expect(secrets.filter((secret) => typeof secret !== 'string' || secret.length < 10)).toEqual([]);
    expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
    expect(secrets.filter((secret) => answers.join('').includes(secret))).toEqual([]);
  });
});
