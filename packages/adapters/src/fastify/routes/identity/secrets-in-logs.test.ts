import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
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
  const answerUrl = new URL(shop.identityProviders.approve(String(begun.headers.location), identity));
  const attempt = String(begun.headers['set-cookie']).split(';')[0] ?? '';
  const finished = await shop.call('GET', `${answerUrl.pathname}${answerUrl.search}`, { headers: { cookie: attempt } });
  const code = new URL(String(finished.headers.location)).searchParams.get('code') ?? '';
  secrets.push(attempt.split('=')[1] ?? '', code, answerUrl.searchParams.get('state') ?? '');
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
});
