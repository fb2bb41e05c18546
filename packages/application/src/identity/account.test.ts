/**
 * What the owner of an account does with it: passwords, sessions and mailed links. Long because all of it begins with
 * the same sign-in.
 */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SignedInCaller } from '../caller.js';
import { openShop, type Shop } from '../../testing/shop-in-memory.js';
import type { SignedIn } from './sign-in.js';

const ada = { email: 'ada@example.org', password: 'correct horse battery', name: 'Ada Lovelace' };
const newPassword = 'battery staple horse';
let shop: Shop;
let signedIn: SignedIn;
let caller: SignedInCaller;
beforeEach(async () => {
  shop = await openShop();
  signedIn = (await shop.registerCustomer(ada))._unsafeUnwrap();
  caller = callerOf(signedIn);
});

/** Access tokens of this shop are the user and the session. */
const callerOf = ({ user, accessToken }: SignedIn): SignedInCaller => {
  const [userId = '', sessionId = ''] = accessToken.split(' ');
  return { type: 'user', userId, role: user.role, sessionId };
};
const logIn = async (password: string) => shop.logIn({ email: ada.email, password });
const isLive = async ({ refreshToken }: SignedIn) => (await shop.refreshSession({ refreshToken })).isOk();
/** Sends what is due, and returns the mails since the last time by subject, with the token of each link. */
let seen = 0;
beforeEach(() => {
  seen = 0;
});
const mails = async () => {
  expect(await shop.runJobs()).toEqual([]);
  const sent = shop.mailer.sent().slice(seen);
  seen += sent.length;
  return sent.map(({ to, subject, text }) => ({ to, subject, token: /\?token=(\S+)/u.exec(text)?.[1] ?? '' }));
};
const mailedToken = async (): Promise<string> => {
  const token = (await mails()).at(-1)?.token;
  if (token === undefined) throw new Error('no mail was sent');
  return token;
};

describe('registering', () => {
  it('mails a link that verifies the e-mail, once, and then a welcome', async () => {
    const [{ to, subject, token } = { to: '', subject: '', token: '' }] = await mails();
    expect([to, subject]).toEqual(['ada@example.org', 'Please confirm your e-mail address']);
    expect((await shop.verifyEmail({ token })).isOk()).toBe(true);
    expect((await logIn(ada.password))._unsafeUnwrap().user.emailVerifiedAt).toBe(shop.clock.now());
    expect((await mails()).map((mail) => mail.subject)).toEqual(['Welcome']);
    expect((await shop.verifyEmail({ token }))._unsafeUnwrapErr()).toEqual({ type: 'auth.link-invalid' });
  });

  it('is refused for an address whose domain is the same in ASCII', async () => {
    await shop.registerCustomer({ ...ada, email: 'ada@münchen.example' });
    const second = await shop.registerCustomer({ ...ada, email: 'ADA@xn--mnchen-3ya.example' });
    expect(second._unsafeUnwrapErr().type).toBe('user.email-taken');
    expect((await shop.logIn({ email: 'Ada@MÜNCHEN.example', password: ada.password })).isOk()).toBe(true);
  });

  it.each([
    ['too short', 'seven77', { type: 'auth.password-too-short', minimum: 8 }],
    ['too short once its letters are composed', 'n\u0303'.repeat(7), { type: 'auth.password-too-short', minimum: 8 }],
    ['too long', 'x'.repeat(129), { type: 'auth.password-too-long', maximum: 128 }],
    ['common', 'Password1', { type: 'auth.password-too-common' }],
  ])('refuses a password that is %s', async (_what, password, error) => {
    const refused = await shop.registerCustomer({ ...ada, email: 'bob@example.org', password });
    expect(refused._unsafeUnwrapErr()).toEqual(error);
  });

  it.each(['bob.barker@example.org', 'Bob-Barker', 'ROBERT BARKER!', 'Mill Lane Pottery'])(
    'refuses a password that is the e-mail address or the name of its user, or the name of the shop: %s',
    async (password) => {
      const bob = { email: 'bob.barker@example.org', name: 'Robert Barker' };
      const guessable = { type: 'auth.password-guessable' };
      expect((await shop.registerCustomer({ ...bob, password }))._unsafeUnwrapErr()).toEqual(guessable);
      (await shop.registerCustomer({ ...bob, password: ada.password }))._unsafeUnwrap();
      const own = callerOf((await shop.logIn({ email: bob.email, password: ada.password }))._unsafeUnwrap());
      const change = { caller: own, currentPassword: ada.password, newPassword: password };
      expect((await shop.changePassword(change))._unsafeUnwrapErr()).toEqual(guessable);
      await shop.requestPasswordReset({ email: bob.email });
      const token = await mailedToken();
      expect((await shop.resetPassword({ token, password }))._unsafeUnwrapErr()).toEqual(guessable);
      expect((await shop.resetPassword({ token, password: newPassword })).isOk()).toBe(true);
    },
  );

  it('refuses a password that is the name which the shop has now, not the one that it had', async () => {
    const registered = (password: string) => shop.registerCustomer({ ...ada, email: 'bob@example.org', password });
    (await shop.changeShop({ changes: { name: 'Hill & Dale Ceramics' } }))._unsafeUnwrap();
    const refused = await registered('hill-dale ceramics');
    expect(refused._unsafeUnwrapErr()).toEqual({ type: 'auth.password-guessable' });
    expect((await registered('Mill Lane Pottery')).isOk()).toBe(true);
  });

  it('takes a password of 128 characters of any script', async () => {
    const password = '🐎'.repeat(128);
    expect((await shop.registerCustomer({ ...ada, email: 'bob@example.org', password })).isOk()).toBe(true);
    expect((await shop.logIn({ email: 'bob@example.org', password })).isOk()).toBe(true);
  });

  it('mails five links an hour that verify the e-mail, however many are requested', async () => {
    await mails();
    const asked = Array.from({ length: 7 }, () => shop.requestEmailVerification({ caller }));
    await Promise.all(asked);
    expect(await mails()).toHaveLength(5);
    shop.clock.advance(3_600_000);
    expect((await shop.requestEmailVerification({ caller })).isOk()).toBe(true);
    expect(await mails()).toHaveLength(1);
  });

  it('is limited to twenty an hour from one address', async () => {
    const client = { address: '203.0.113.7' };
    const register = (index: number) => shop.registerCustomer({ ...ada, email: `user${index}@example.org`, client });
    for (let index = 0; index < 20; index += 1) expect((await register(index)).isOk()).toBe(true);
    expect((await register(20))._unsafeUnwrapErr()).toEqual({
      type: 'request.rate-limited',
      limit: 20,
      retryAfterSeconds: 3600,
    });
    shop.clock.advance(3_600_000);
    expect((await register(20)).isOk()).toBe(true);
  });
});

describe('signing in', () => {
  it('takes a password whose letters are composed in another way', async () => {
    await shop.registerCustomer({ ...ada, email: 'zoe@example.org', password: 'zo\u00EB zo\u00EB zo\u00EB' });
    const decomposed = { email: 'zoe@example.org', password: 'zoe\u0308 zoe\u0308 zoe\u0308' };
    expect((await shop.logIn(decomposed)).isOk()).toBe(true);
  });

  const storedHash = (): string => shop.store.committed().users.get(caller.userId)?.passwordHash ?? '';
  const storeHash = (passwordHash: string): void => {
    const user = shop.store.committed().users.get(caller.userId);
    if (user !== undefined) shop.store.committed().users.set(user.id, { ...user, passwordHash });
  };

  it('replaces a hash that is weaker than new ones', async () => {
    const weak = `salt.${createHash('sha256').update(`salt:${ada.password}`).digest('base64url')}`;
    storeHash(weak);
    expect((await logIn('another password')).isErr()).toBe(true);
    expect(storedHash()).toBe(weak);
    expect((await logIn(ada.password)).isOk()).toBe(true);
    expect(storedHash()).not.toBe(weak);
    expect((await logIn(ada.password)).isOk()).toBe(true);
  });

  it('leaves a hash of today as it is', async () => {
    const before = storedHash();
    await logIn(ada.password);
    expect(storedHash()).toBe(before);
  });
});

describe('changing the password', () => {
  it('ends the other sessions, keeps this one, and mails a notice', async () => {
    const other = (await logIn(ada.password))._unsafeUnwrap();
    await mails();
    const changed = await shop.changePassword({ caller, currentPassword: ada.password, newPassword });
    expect(changed.isOk()).toBe(true);
    expect([await isLive(other), await isLive(signedIn)]).toEqual([false, true]);
    expect([(await logIn(ada.password)).isOk(), (await logIn(newPassword)).isOk()]).toEqual([false, true]);
    expect(await mails()).toMatchObject([{ to: ada.email, subject: 'Your password was changed' }]);
  });

  it('is refused without the current one, at most ten times a minute', async () => {
    const attempt = (currentPassword: string) => shop.changePassword({ caller, currentPassword, newPassword });
    for (let tries = 0; tries < 10; tries += 1)
      expect((await attempt('wrong horse'))._unsafeUnwrapErr()).toEqual({ type: 'auth.password-wrong' });
    expect((await attempt(ada.password))._unsafeUnwrapErr().type).toBe('request.rate-limited');
    expect((await logIn(ada.password)).isOk()).toBe(true);
  });

  it('voids links that set a new one', async () => {
    await shop.requestPasswordReset({ email: ada.email });
    const token = await mailedToken();
    await shop.changePassword({ caller, currentPassword: ada.password, newPassword });
    expect((await shop.resetPassword({ token, password: 'one more password' })).isErr()).toBe(true);
  });
});

describe('a forgotten password', () => {
  it('is replaced by a mailed link, once, which ends every session and verifies the mailbox', async () => {
    await mails();
    await shop.requestPasswordReset({ email: ' ADA@example.org' });
    const [{ to, subject, token } = { to: '', subject: '', token: '' }] = await mails();
    expect([to, subject]).toEqual([ada.email, 'Set a new password']);
    expect((await shop.resetPassword({ token, password: newPassword })).isOk()).toBe(true);
    expect(await isLive(signedIn)).toBe(false);
    expect((await logIn(ada.password)).isOk()).toBe(false);
    expect((await logIn(newPassword))._unsafeUnwrap().user.emailVerifiedAt).toBeDefined();
    expect((await mails()).map((mail) => mail.subject)).toEqual(['Your password was changed']);
    expect((await shop.resetPassword({ token, password: 'one more password' }))._unsafeUnwrapErr()).toEqual({
      type: 'auth.link-invalid',
    });
  });

  it('is replaced once of two uses at the same time', async () => {
    await shop.requestPasswordReset({ email: ada.email });
    const token = await mailedToken();
    const uses = await Promise.all([
      shop.resetPassword({ token, password: newPassword }),
      shop.resetPassword({ token, password: 'one more password' }),
    ]);
    expect(uses.filter((use) => use.isOk())).toHaveLength(1);
  });

  it('stays when the new one is refused: the link still works', async () => {
    await shop.requestPasswordReset({ email: ada.email });
    const token = await mailedToken();
    expect((await shop.resetPassword({ token, password: 'password' }))._unsafeUnwrapErr().type).toBe(
      'auth.password-too-common',
    );
    expect((await shop.resetPassword({ token, password: newPassword })).isOk()).toBe(true);
  });

  it('cannot be replaced after an hour, nor by a link for another purpose, nor by one that was made up', async () => {
    const verification = await mailedToken();
    await shop.requestPasswordReset({ email: ada.email });
    const token = await mailedToken();
    const reset = async (given: string) =>
      (await shop.resetPassword({ token: given, password: newPassword })).match(
        () => 'reset',
        ({ type }) => type,
      );
    expect(await reset(verification)).toBe('auth.link-invalid');
    expect(await reset(`${token.split('.')[0]}.made-up`)).toBe('auth.link-invalid');
    expect(await reset('nonsense')).toBe('auth.link-invalid');
    shop.clock.advance(3_600_000);
    expect(await reset(token)).toBe('auth.link-invalid');
  });

  it('of nobody is mailed to nobody, and answered alike', async () => {
    await mails();
    expect((await shop.requestPasswordReset({ email: 'nobody@example.org' })).isOk()).toBe(true);
    expect(await mails()).toEqual([]);
  });

  it('is mailed five times an hour', async () => {
    await mails();
    for (let requests = 0; requests < 8; requests += 1)
      expect((await shop.requestPasswordReset({ email: ada.email })).isOk()).toBe(true);
    expect(await mails()).toHaveLength(5);
    shop.clock.advance(3_600_000);
    await shop.requestPasswordReset({ email: ada.email });
    expect(await mails()).toHaveLength(1);
  });

  it('leaves no link in what is stored', async () => {
    await shop.requestPasswordReset({ email: ada.email });
    const { accountTokens, outbox } = shop.store.committed();
    const stored = JSON.stringify([[...accountTokens.values()], [...outbox.values()]]);
    const [, secret = 'none'] = (await mailedToken()).split('.');
    expect(secret.length).toBeGreaterThan(40);
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(ada.email);
  });
});

describe('sessions', () => {
  it('are listed with the one that asks, and end one by one', async () => {
    const client = { address: '203.0.113.7', userAgent: 'Firefox' };
    shop.clock.advance(60_000);
    const other = (await shop.logIn({ ...ada, client }))._unsafeUnwrap();
    const listed = (await shop.listMySessions({ caller }))._unsafeUnwrap();
    expect(listed).toMatchObject([
      { current: false, ...client, lastUsedAt: shop.clock.now() },
      { current: true, id: caller.sessionId },
    ]);
    const sessionId = callerOf(other).sessionId ?? '';
    expect((await shop.endMySession({ caller, sessionId })).isOk()).toBe(true);
    expect([await isLive(other), await isLive(signedIn)]).toEqual([false, true]);
    expect((await shop.endMySession({ caller, sessionId }))._unsafeUnwrapErr().type).toBe('auth.session-not-found');
  });

  it('of somebody else are not found', async () => {
    const bob = (await shop.registerCustomer({ ...ada, email: 'bob@example.org' }))._unsafeUnwrap();
    const sessionId = callerOf(bob).sessionId ?? '';
    expect((await shop.endMySession({ caller, sessionId }))._unsafeUnwrapErr().type).toBe('auth.session-not-found');
    await shop.logOut({ caller, refreshToken: bob.refreshToken });
    await shop.logOutEverywhere({ caller });
    expect(await isLive(bob)).toBe(true);
  });

  it('end by signing out, one or all', async () => {
    const [second, third] = [(await logIn(ada.password))._unsafeUnwrap(), (await logIn(ada.password))._unsafeUnwrap()];
    expect((await shop.logOut({ caller, refreshToken: second.refreshToken })).isOk()).toBe(true);
    expect((await shop.logOut({ caller, refreshToken: second.refreshToken })).isOk()).toBe(true);
    expect([await isLive(second), (await shop.listMySessions({ caller }))._unsafeUnwrap().length]).toEqual([false, 2]);
    await shop.logOutEverywhere({ caller });
    expect([await isLive(third), await isLive(signedIn)]).toEqual([false, false]);
  });
});

describe('inviting', () => {
  it('mails staff a link in text and HTML, and sets the password that they choose', async () => {
    await mails();
    const admin: SignedInCaller = { type: 'user', userId: 'admin', role: 'admin' };
    const invited = { email: 'bob@example.org', role: 'support' } as const;
    (await shop.inviteUser({ ...invited, caller: admin }))._unsafeUnwrap();
    const [{ to, subject, token } = { to: '', subject: '', token: '' }] = await mails();
    expect([to, subject]).toEqual(['bob@example.org', 'You are invited']);
    expect(shop.mailer.sent().at(-1)?.html).toContain(`/invitation?token=${token}`);
    expect((await shop.acceptInvitation({ token, password: newPassword })).isOk()).toBe(true);
    const { user } = (await shop.logIn({ email: 'bob@example.org', password: newPassword }))._unsafeUnwrap();
    expect(user).toMatchObject({ name: 'bob@example.org', role: 'support' });
  });
});
