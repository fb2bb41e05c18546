import { beforeEach, expect, it } from 'vitest';
import type { SignedInCaller } from '../caller.js';
import { openShop, type Shop } from '../../testing/shop-in-memory.js';

const ada = { email: 'ada@example.org', password: 'correct horse battery', name: 'Ada Lovelace' };

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

/** Access tokens of this shop are the user and the session. */
const register = async (): Promise<SignedInCaller> => {
  const { user, accessToken } = (await shop.registerCustomer(ada))._unsafeUnwrap();
  return { type: 'user', userId: user.id, role: user.role, sessionId: accessToken.split(' ')[1] ?? '' };
};
const mails = async (): Promise<readonly string[]> => {
  await shop.runJobs();
  return shop.mailer.sent().map(({ subject }) => subject);
};
const changePassword = (caller: SignedInCaller) =>
  shop.changePassword({ caller, currentPassword: ada.password, newPassword: ada.password });

it('mails an address six times an hour, however often a stranger registers with it and deletes the account', async () => {
  let mailed = 0;
  const registerAndDelete = async () => {
    const caller = await register();
    mailed += (await mails()).length;
    (await shop.eraseMe({ caller, password: ada.password }))._unsafeUnwrap();
    // Erasing removes the stored mails, too.
    expect(await mails()).toEqual([]);
  };
  for (let times = 0; times < 9; times += 1) await registerAndDelete();
  expect(mailed).toBe(6);
  shop.clock.advance(3_600_000);
  await registerAndDelete();
  expect(mailed).toBe(7);
});

it('mails the links that an address can request however often somebody else fails to register with it', async () => {
  await register();
  for (let times = 0; times < 9; times += 1) {
    expect((await shop.registerCustomer(ada))._unsafeUnwrapErr().type).toBe('user.email-taken');
  }
  for (let times = 0; times < 7; times += 1) await shop.requestPasswordReset({ email: ada.email });
  expect((await mails()).filter((subject) => subject === 'Set a new password')).toHaveLength(5);
});

it('changes a password ten times an hour until the e-mail that each change is mailed to is verified', async () => {
  const caller = await register();
  for (let times = 0; times < 10; times += 1) expect((await changePassword(caller)).isOk()).toBe(true);
  expect((await changePassword(caller))._unsafeUnwrapErr().type).toBe('request.rate-limited');
  const begun = await shop.beginSecondFactor({ caller, password: ada.password });
  expect(begun._unsafeUnwrapErr().type).toBe('request.rate-limited');
  expect((await mails()).filter((subject) => subject === 'Your password was changed')).toHaveLength(10);
  const token = /\?token=(\S+)/u.exec(shop.mailer.sent()[0]?.text ?? '')?.[1] ?? '';
  (await shop.verifyEmail({ token }))._unsafeUnwrap();
  for (let times = 0; times < 9; times += 1) expect((await changePassword(caller)).isOk()).toBe(true);
});
