/** Long because each way around a second factor is a test. */
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { TOTP } from 'otpauth';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
let lines: string[];
let headers: Record<string, string>;
beforeEach(async () => {
  lines = [];
  shop = await openShop({ logger: pino({}, { write: (line) => lines.push(line) }) });
  headers = (await shop.register()).headers;
});
const call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, as = headers) =>
  shop.call(method, `/api/v1${path}`, { headers: as, ...(body === undefined ? {} : { body }) });
const codeOf = (secret: string): string => new TOTP({ secret }).generate({ timestamp: Date.parse(shop.clock.now()) });
const logIn = (totp?: string, password = 'correct horse') =>
  shop.call('POST', '/api/v1/auth/login', {
    body: { email: 'ada@example.com', password, ...(totp === undefined ? {} : { totp }) },
  });
const enrol = async (as = headers) => {
  const { secret } = (await call('POST', '/me/totp', undefined, as)).body as { readonly secret: string };
  const confirmed = await call('POST', '/me/totp/confirm', { code: codeOf(secret) }, as);
  expect(confirmed.status).toBe(200);
  // The next code, since that one is used.
  shop.clock.advance(30_000);
  return { secret, recoveryCodes: confirmed.body.recoveryCodes as readonly string[] };
};
const outcome = async (answer: ReturnType<typeof logIn>) => {
  const { status, body } = await answer;
  return [status, body.code];
};

describe('a second factor', () => {
  it('is begun, and counts once a code has confirmed it', async () => {
    const begun = await call('POST', '/me/totp');
    expect([begun.status, begun.headers['cache-control']]).toEqual([201, 'no-store']);
    expect(begun.body).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/u),
      uri: expect.stringMatching(/^otpauth:\/\/totp\/.*ada%40example\.com/u),
    });
    expect((await logIn()).status).toBe(200);
    const wrong = await call('POST', '/me/totp/confirm', { code: '000000' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'auth.totp-invalid']);
    const { status, body } = await call('POST', '/me/totp/confirm', { code: codeOf(begun.body.secret) });
    expect([status, new Set(body.recoveryCodes).size]).toEqual([200, 10]);
    expect(await outcome(logIn())).toEqual([401, 'auth.totp-required']);
    for (const again of [await call('POST', '/me/totp'), await call('POST', '/me/totp/confirm', { code: '000000' })])
      expect([again.status, again.body.code]).toEqual([409, 'auth.totp-already-on']);
  });

  it('is begun with the password where the sign-in was more than 15 minutes ago', async () => {
    const { refreshToken } = (await logIn()).body;
    shop.clock.advance(15 * 60_000 + 1);
    const { body: continued } = await shop.call('POST', '/api/v1/auth/refresh', { body: { refreshToken } });
    const old = { authorization: `Bearer ${continued.accessToken}` };
    const begin = (body?: object) => call('POST', '/me/totp', body, old);
    for (const body of [undefined, {}]) expect(await outcome(begin(body))).toEqual([403, 'auth.sign-in-not-recent']);
    expect(await outcome(begin({ password: 'wrong horse' }))).toEqual([403, 'auth.password-wrong']);
    expect(shop.store.committed().secondFactors.size).toBe(0);
    expect((await begin({ password: 'correct horse' })).status).toBe(201);
    const again = { authorization: `Bearer ${(await logIn()).body.accessToken}` };
    expect((await call('POST', '/me/totp', undefined, again)).status).toBe(201);
  });

  it('is begun with the password at most as often as passwords are guessed', async () => {
    const begin = (password: string) => outcome(call('POST', '/me/totp', { password }));
    for (let tried = 0; tried < 10; tried += 1) expect((await begin('wrong horse'))[0]).toBe(403);
    expect(await begin('correct horse')).toEqual([429, 'request.rate-limited']);
  });

  it('is shown by an app with the name that the shop has now', async () => {
    const issuer = async () => new URL((await call('POST', '/me/totp')).body.uri).searchParams.get('issuer');
    expect(await issuer()).toBe('Shop');
    const renamed = { headers: shop.as('admin'), body: { name: 'Mill Lane & Sons' } };
    await shop.call('PATCH', '/api/v1/admin/shop', renamed);
    expect(await issuer()).toBe('Mill Lane & Sons');
  });

  it('is asked for after the password, and a wrong password is answered as ever', async () => {
    const { secret } = await enrol();
    expect(await outcome(logIn())).toEqual([401, 'auth.totp-required']);
    expect(await outcome(logIn('000000'))).toEqual([401, 'auth.totp-invalid']);
    expect(await outcome(logIn(codeOf(secret), 'wrong horse'))).toEqual([401, 'auth.invalid-credentials']);
    const { status, body } = await logIn(codeOf(secret));
    expect([status, body.user.email]).toEqual([200, 'ada@example.com']);
  });

  it('accepts a code once, and none before it afterwards', async () => {
    const { secret } = await enrol();
    const before = codeOf(secret);
    shop.clock.advance(30_000);
    const code = codeOf(secret);
    expect((await logIn(code)).status).toBe(200);
    expect(await outcome(logIn(code))).toEqual([401, 'auth.totp-invalid']);
    expect(await outcome(logIn(before))).toEqual([401, 'auth.totp-invalid']);
  });

  it('does not accept for a login the code that confirmed it', async () => {
    const { secret } = (await call('POST', '/me/totp')).body;
    const code = codeOf(secret);
    await call('POST', '/me/totp/confirm', { code });
    expect(await outcome(logIn(code))).toEqual([401, 'auth.totp-invalid']);
  });

  it('accepts one of two simultaneous logins with one code', async () => {
    const { secret } = await enrol();
    const answers = await Promise.all([logIn(codeOf(secret)), logIn(codeOf(secret))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('accepts each recovery code once, however it is typed', async () => {
    const { recoveryCodes } = await enrol();
    const [first = '', second = ''] = recoveryCodes;
    expect((await logIn(first)).status).toBe(200);
    expect(await outcome(logIn(first))).toEqual([401, 'auth.totp-invalid']);
    expect((await logIn(` ${second.toUpperCase().replaceAll('-', ' ')}`)).status).toBe(200);
  });

  it('counts wrong codes, and refuses all past the limit', async () => {
    const { secret } = await enrol();
    for (let tried = 0; tried < 10; tried += 1) expect((await logIn('000000')).status).toBe(401);
    const { status, body } = await logIn(codeOf(secret));
    expect([status, body.code]).toEqual([429, 'request.rate-limited']);
  });

  it('is needed for a login by cookie, too', async () => {
    const { secret } = await enrol();
    const signIn = (totp?: string) =>
      shop.call('POST', '/api/v1/auth/session', {
        body: { email: 'ada@example.com', password: 'correct horse', ...(totp === undefined ? {} : { totp }) },
      });
    expect((await signIn()).body.code).toBe('auth.totp-required');
    expect((await signIn(codeOf(secret))).status).toBe(200);
  });

  it('stays on when the password is reset', async () => {
    await enrol();
    await shop.call('POST', '/api/v1/auth/password/forgot', { body: { email: 'ada@example.com' } });
    const stored = [...shop.store.committed().accountTokens.values()].at(-1);
    const token = stored === undefined ? '' : new URL(shop.accountLinks.to(stored)).searchParams.get('token');
    const reset = { token, password: 'battery staple horse' };
    expect((await shop.call('POST', '/api/v1/auth/password/reset', { body: reset })).status).toBe(204);
    expect(await outcome(logIn(undefined, 'battery staple horse'))).toEqual([401, 'auth.totp-required']);
  });

  it('is removed by who gives the password or a code, and by nobody else', async () => {
    const first = await enrol();
    const remove = (body: object) => call('DELETE', '/me/totp', body);
    for (const body of [{}, { password: 'correct horse', code: '000000' }, { other: 1 }])
      expect((await remove(body)).status).toBe(400);
    expect(await outcome(remove({ password: 'wrong horse' }))).toEqual([403, 'auth.password-wrong']);
    expect(await outcome(remove({ code: '000000' }))).toEqual([403, 'auth.totp-invalid']);
    expect((await remove({ code: codeOf(first.secret) })).status).toBe(204);
    expect((await logIn()).status).toBe(200);
    expect(await outcome(remove({ password: 'correct horse' }))).toEqual([409, 'auth.totp-not-found']);
    await enrol();
    expect((await remove({ password: 'correct horse' })).status).toBe(204);
  });

  it('is nobody else’s', async () => {
    for (const as of [{}, { 'x-cart-token': 'x' }] as Record<string, string>[])
      expect((await call('POST', '/me/totp', undefined, as)).status).toBe(401);
    const { headers: other } = await shop.register('eve@example.com');
    await enrol();
    expect((await call('DELETE', '/me/totp', { password: 'correct horse' }, other)).status).toBe(409);
    expect(await outcome(logIn())).toEqual([401, 'auth.totp-required']);
  });

  it('is encrypted at rest, and in no answer and no log after its confirmation', async () => {
    const { secret, recoveryCodes } = await enrol();
    await logIn('000000');
    await logIn(codeOf(secret));
    const me = (await call('GET', '/me')).text + (await call('GET', '/me/export')).text;
    const stored = JSON.stringify([...shop.store.committed().secondFactors.values()]);
    const written = lines.join('');
    for (const secretText of [secret, ...recoveryCodes, recoveryCodes[0]?.replaceAll('-', '') ?? ''])
      for (const text of [me, stored, written]) expect(text).not.toContain(secretText);
    for (const event of ['auth.totp-added', 'auth.totp-failed']) expect(written).toContain(event);
  });

  it('leaves an entry in the audit log for each wrong code, without the code', async () => {
    const { id } = (await call('GET', '/me')).body;
    await call('POST', '/me/totp');
    const known = new Set(shop.store.committed().auditLog.keys());
    const failed = () =>
      [...shop.store.committed().auditLog.values()].filter(
        (each) => each.action === 'auth.totp-failed' && !known.has(each.id),
      );
    expect((await call('POST', '/me/totp/confirm', { code: '987654' })).status).toBe(422);
    const atConfirmation = failed();
    await enrol();
    await logIn('987654');
    await call('DELETE', '/me/totp', { code: '987654' });
    await logIn();
    const added = failed();
    const entry = { action: 'auth.totp-failed', ip: '127.0.0.1', target: { type: 'user', id } };
    expect(atConfirmation).toMatchObject([entry]);
    expect(added).toMatchObject([entry, entry, entry]);
    expect(JSON.stringify(added)).not.toContain('987654');
  });

  it('is announced by mail when it is added and when it is removed', async () => {
    await enrol();
    await call('DELETE', '/me/totp', { password: 'correct horse' });
    const types = [...shop.store.committed().outbox.values()].map(({ event }) => event.type);
    expect(types.slice(-2)).toEqual(['account.second-factor-added', 'account.second-factor-removed']);
  });
});

describe('a second factor that its user has lost', () => {
  const reset = (id: string, as = shop.as('admin')) =>
    shop.call('DELETE', `/api/v1/admin/users/${id}/totp`, { headers: as });

  it('is removed by an admin: every session ends, a mail is sent, and the password suffices again', async () => {
    await enrol();
    const { id } = (await call('GET', '/me')).body;
    expect((await reset(id)).status).toBe(204);
    expect((await call('GET', '/me')).status).toBe(401);
    expect((await logIn()).status).toBe(200);
    const types = [...shop.store.committed().outbox.values()].map(({ event }) => event.type);
    expect(types.at(-1)).toBe('account.second-factor-removed');
    expect(await outcome(reset(id))).toEqual([409, 'auth.totp-not-found']);
  });

  it('is removed by nobody else, and by no admin from their own account', async () => {
    await enrol();
    const { id } = (await call('GET', '/me')).body;
    expect(await outcome(reset(id, shop.as('support')))).toEqual([403, 'auth.forbidden']);
    expect(await outcome(reset(shop.mug))).toEqual([404, 'user.not-found']);
    const admin = shop.as('admin');
    const own = (await call('GET', '/me', undefined, admin)).body.id ?? '00000000-0000-7000-8000-0000000000ad';
    expect(await outcome(reset(own, admin))).toEqual([409, 'user.own-second-factor']);
  });
});

describe('where the shop demands a second factor of its staff', () => {
  beforeEach(async () => {
    shop = await openShop({}, { staffMfa: 'required' });
    headers = shop.as('support');
  });

  it('staff without one can add one, see who they are and sign out, and do nothing else', async () => {
    for (const path of ['/admin/orders', '/me/orders', '/me/sessions', '/products', '/orders/none']) {
      const { status, body } = await call('GET', path);
      expect([path, status, body.code]).toEqual([path, 403, 'auth.totp-enrolment-required']);
    }
    const cart = await call('POST', '/carts', {});
    expect([cart.status, cart.body.code]).toEqual([403, 'auth.totp-enrolment-required']);
    expect((await call('GET', '/me')).status).toBe(200);
    await enrol();
    expect((await call('GET', '/admin/orders')).status).toBe(200);
  });

  it('staff who remove theirs are back where they were', async () => {
    const { secret } = await enrol();
    shop.clock.advance(30_000);
    expect((await call('DELETE', '/me/totp', { code: codeOf(secret) })).status).toBe(204);
    expect((await call('GET', '/admin/orders')).body.code).toBe('auth.totp-enrolment-required');
    expect((await call('POST', '/auth/logout-all', {})).status).toBe(204);
  });

  it('customers need none, and become staff only with one', async () => {
    const { user, headers: own } = await shop.register();
    expect((await call('GET', '/me/orders', undefined, own)).status).toBe(200);
    const admin = shop.as('admin');
    await enrol(admin);
    const give = { headers: admin, body: { role: 'viewer' } };
    expect((await shop.call('PATCH', `/api/v1/admin/users/${user.id}`, give)).status).toBe(200);
    expect((await call('GET', '/admin/orders', undefined, own)).body.code).toBe('auth.totp-enrolment-required');
  });

  it('staff who sign in by cookie, as at the console, need one as well', async () => {
    const { user } = await shop.register();
    const body = { email: user.email, password: 'correct horse' };
    const signedIn = await shop.call('POST', '/api/v1/auth/session', { body });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    const own = { cookie, 'x-csrf-token': String(signedIn.body.csrfToken) };
    const admin = shop.as('admin');
    await enrol(admin);
    const give = { headers: admin, body: { role: 'viewer' } };
    expect((await shop.call('PATCH', `/api/v1/admin/users/${user.id}`, give)).status).toBe(200);
    expect((await call('GET', '/admin/orders', undefined, own)).body.code).toBe('auth.totp-enrolment-required');
    expect((await call('GET', '/me', undefined, own)).body.secondFactor).toBe(false);
    await enrol(own);
    expect((await call('GET', '/me', undefined, own)).body.secondFactor).toBe(true);
    expect((await call('GET', '/admin/orders', undefined, own)).status).toBe(200);
  });
});
