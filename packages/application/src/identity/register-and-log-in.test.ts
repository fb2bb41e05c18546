import { beforeEach, expect, it } from 'vitest';
import { openShop, snapshotOf, type Shop } from '../../testing/shop-in-memory.js';

const ada = { email: 'ada@example.org', password: 'correct horse battery', name: ' Ada Lovelace ' };
let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

it('registers a regular customer and signs them in', async () => {
  const { user, refreshToken, ...tokens } = (await shop.registerCustomer(ada))._unsafeUnwrap();
  expect(user).toMatchObject({ email: 'ada@example.org', name: 'Ada Lovelace', role: 'customer' });
  const [session] = shop.store.committed().sessions.values();
  expect(session?.userId).toBe(user.id);
  expect(tokens).toEqual({ session, accessToken: `${user.id} ${session?.id}`, expiresIn: 900 });
  expect((await shop.refreshSession({ refreshToken })).isOk()).toBe(true);
});

it('answers nobody with a password hash, and keeps neither password nor refresh token in clear', async () => {
  const signedIn = (await shop.registerCustomer(ada))._unsafeUnwrap();
  expect(signedIn.user).not.toHaveProperty('passwordHash');
  const { users, sessions, refreshTokens } = shop.store.committed();
  const kept = JSON.stringify([users, sessions, refreshTokens].map((table) => [...table.values()]));
  expect(kept).not.toContain(ada.password);
  expect(kept).not.toContain(signedIn.refreshToken);
});

it('refuses a second customer with the same e-mail, however it is written, and keeps nothing of them', async () => {
  await shop.registerCustomer(ada);
  const before = snapshotOf(shop.store);
  const second = await shop.registerCustomer({ ...ada, email: ' ADA@Example.org' });
  expect(second._unsafeUnwrapErr()).toEqual({ type: 'user.email-taken', email: 'ada@example.org' });
  expect(shop.store.committed()).toEqual(before);
});

it('registers one of two who ask for the same e-mail at once', async () => {
  const both = await Promise.all([shop.registerCustomer(ada), shop.registerCustomer(ada)]);
  expect(both.filter((each) => each.isOk())).toHaveLength(1);
  expect(shop.store.committed().users.size).toBe(1);
});

it('signs a customer in by e-mail and password, however the e-mail is written', async () => {
  const { user } = (await shop.registerCustomer(ada))._unsafeUnwrap();
  const again = (await shop.logIn({ email: ' Ada@EXAMPLE.org ', password: ada.password }))._unsafeUnwrap();
  expect(again.user).toEqual(user);
  expect((await shop.refreshSession(again)).isOk()).toBe(true);
});

it('answers a wrong password and an unknown e-mail alike', async () => {
  await shop.registerCustomer(ada);
  // The audit log says whose login has failed.
  const withoutLog = () => ({ ...snapshotOf(shop.store), auditLog: undefined });
  const before = withoutLog();
  const wrong = await shop.logIn({ email: ada.email, password: 'another password' });
  const unknown = await shop.logIn({ email: 'nobody@example.org', password: ada.password });
  expect(wrong._unsafeUnwrapErr()).toEqual({ type: 'auth.invalid-credentials' });
  expect(unknown._unsafeUnwrapErr()).toEqual(wrong._unsafeUnwrapErr());
  expect(withoutLog()).toEqual(before);
});

it('says that the storage is away, not that a password is wrong', async () => {
  await shop.registerCustomer(ada);
  shop.store.goAway();
  expect((await shop.logIn(ada))._unsafeUnwrapErr().type).toBe('storage.unavailable');
});
