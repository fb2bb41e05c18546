import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
let admin: Record<string, string>;
let lines: string[];
beforeEach(async () => {
  lines = [];
  shop = await openShop({ logger: pino({}, { write: (line) => lines.push(line) }) });
  admin = shop.as('admin');
});
const url = '/api/v1/admin/users';
const invite = (body: object, headers = admin) => shop.call('POST', url, { headers, body });
const bob = { email: 'Bob@example.com', name: 'Bob', role: 'support' };
const accept = (body: object) => shop.call('POST', '/api/v1/auth/invitation/accept', { body });
const logIn = (password: string) =>
  shop.call('POST', '/api/v1/auth/login', { body: { email: 'bob@example.com', password } });
/** The link of the latest mail. */
const link = (): URL => {
  const token = [...shop.store.committed().accountTokens.values()].at(-1);
  if (token === undefined) throw new Error('there is no link');
  return new URL(shop.accountLinks.to(token));
};
const token = (): string => link().searchParams.get('token') ?? '';
const password = 'battery staple horse';

describe('an invitation', () => {
  it('makes an account with a role, for which somebody chooses the password', async () => {
    const { status, body, headers } = await invite(bob);
    expect([status, headers['location']]).toEqual([201, `${url}/${body.id}`]);
    expect(body).toMatchObject({ email: 'bob@example.com', name: 'Bob', role: 'support', invited: true });
    expect(link().pathname).toBe('/invitation');
    const { status: accepted, text } = await accept({ token: token(), password, name: 'Bob Builder' });
    expect([accepted, text]).toEqual([204, '']);
    const signedIn = await logIn(password);
    expect(signedIn.body.user).toMatchObject({ name: 'Bob Builder', role: 'support', emailVerified: true });
    const own = { authorization: `Bearer ${signedIn.body.accessToken}` };
    expect((await shop.call('GET', '/api/v1/admin/orders', { headers: own })).status).toBe(200);
    const seen = await shop.call('GET', `${url}/${body.id}`, { headers: admin });
    expect(seen.body).toMatchObject({ invited: false, emailVerified: true });
  });

  it('is mailed because of an event', async () => {
    await invite(bob);
    const events = [...shop.store.committed().outbox.values()].map(({ event }) => event);
    const [tokenId] = [...shop.store.committed().accountTokens.keys()].slice(-1);
    expect(events.at(-1)).toMatchObject({ type: 'account.invitation-requested', tokenId });
  });

  it('is accepted once, within a week, with a password that obeys the rules', async () => {
    await invite(bob);
    const first = token();
    expect((await accept({ token: first, password: 'password1' })).body.code).toBe('auth.password-too-common');
    expect((await accept({ token: first, password })).status).toBe(204);
    const again = await accept({ token: first, password: 'another horse battery' });
    expect([again.status, again.body.code]).toEqual([400, 'auth.link-invalid']);
    await invite({ ...bob, email: 'eve@example.com' });
    shop.clock.advance(7 * 86_400_000);
    expect((await accept({ token: token(), password })).body.code).toBe('auth.link-invalid');
    expect((await accept({ token: 'forged', password })).body.code).toBe('auth.link-invalid');
  });

  it('makes no account to sign in to until it is accepted, nor by a forgotten password', async () => {
    await invite(bob);
    expect((await logIn(password)).body.code).toBe('auth.invalid-credentials');
    await shop.call('POST', '/api/v1/auth/password/forgot', { body: { email: 'bob@example.com' } });
    expect([...shop.store.committed().accountTokens.values()].at(-1)).not.toHaveProperty('userId');
  });

  it('is repeated on request, and then the link before is void', async () => {
    const { id } = (await invite(bob)).body;
    const first = token();
    const repeat = () => shop.call('POST', `${url}/${id}/invitation`, { headers: admin });
    expect((await repeat()).status).toBe(202);
    expect((await accept({ token: first, password })).status).toBe(400);
    expect((await accept({ token: token(), password })).status).toBe(204);
    expect((await repeat()).body).toMatchObject({ status: 409, code: 'user.not-invited' });
    const nobody = await shop.call('POST', `${url}/${shop.mug}/invitation`, { headers: admin });
    expect(nobody.status).toBe(404);
  });

  it('is void while the account is disabled', async () => {
    const { id } = (await invite(bob)).body;
    await shop.call('PATCH', `${url}/${id}`, { headers: admin, body: { disabled: true } });
    expect((await accept({ token: token(), password })).status).toBe(400);
  });

  it('is refused for an e-mail that has an account', async () => {
    await shop.register();
    for (const email of ['ada@example.com', 'ADA@EXAMPLE.COM']) {
      const { status, body } = await invite({ ...bob, email });
      expect([status, body.code]).toEqual([409, 'user.email-taken']);
    }
  });

  it('names a role of staff that exists, and that the inviter could give', async () => {
    for (const role of ['customer', 'emperor']) {
      const { status, body } = await invite({ ...bob, role });
      expect([status, body.code, body.errors[0].field]).toEqual([400, 'role.unknown', 'role']);
      expect(body.errors[0].params.values).toContain('support');
    }
    await shop.call('POST', '/api/v1/admin/roles', {
      headers: admin,
      body: { name: 'hiring', permissions: ['users.manage'] },
    });
    const { user, headers } = await shop.register();
    await shop.call('PATCH', `${url}/${user.id}`, { headers: admin, body: { role: 'hiring' } });
    const { status, body } = await invite({ ...bob, role: 'admin' }, headers);
    expect([status, body.code]).toEqual([403, 'auth.permission-not-held']);
    expect((await invite({ ...bob, role: 'hiring' }, headers)).status).toBe(201);
  });

  it.each([
    {},
    { email: 'bob@example.com' },
    { ...bob, email: 'bob' },
    { ...bob, groups: ['premium'] },
    { ...bob, id: '00000000-0000-7000-8000-000000000001' },
    { ...bob, emailVerified: true },
    { ...bob, password },
    { ...bob, disabled: false },
    JSON.parse('{"email":"bob@example.com","role":"support","__proto__":{"role":"admin"}}') as object,
  ])('is refused as %j', async (body) => {
    expect((await invite(body)).status).toBe(400);
    expect([...shop.store.committed().users.values()].map(({ role }) => role)).toEqual(['admin']);
  });

  it('is logged, and so is that somebody accepted it, without the link and the password', async () => {
    await invite(bob);
    const secret = token();
    await accept({ token: secret, password });
    const written = lines.join('');
    expect(written).toContain('user.invited');
    expect(written).toContain('auth.invitation-accepted');
    expect(written).not.toContain(secret);
    expect(written).not.toContain(password);
  });
});

describe('the page of an invitation', () => {
  const send = (fields: Record<string, string>) =>
    shop.call('POST', '/invitation', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });

  it('works without JavaScript', async () => {
    await invite(bob);
    const { status, text } = await shop.call('GET', `/invitation?token=${token()}`);
    expect(status).toBe(200);
    expect(text).toContain(`value="${token()}"`);
    expect(text).toMatch(/<input name="name".*<input name="password"/su);
    expect(text).not.toContain('<script');
    expect((await send({ token: token(), name: 'Bob', password: 'password1' })).text).toContain('too common');
    const done = await send({ token: token(), name: 'Bob B', password });
    expect([done.status, done.text.includes('You have an account now')]).toEqual([200, true]);
    expect((await logIn(password)).body.user.name).toBe('Bob B');
    expect((await send({ token: 'x', name: 'Bob', password })).text).toContain('The link does not work');
  });
});
