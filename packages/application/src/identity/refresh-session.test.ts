import { okAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { openShop, type Shop } from '../../testing/shop-in-memory.js';
import type { SignedIn } from './sign-in.js';

const days = (count: number): number => count * 86_400_000;
const ada = { email: 'ada@example.org', password: 'correct horse battery', name: 'Ada Lovelace' };
let shop: Shop;
let first: SignedIn;
const refresh = (refreshToken: string) => shop.refreshSession({ refreshToken });

beforeEach(async () => {
  shop = await openShop();
  first = (await shop.registerCustomer(ada))._unsafeUnwrap();
});

it('exchanges a refresh token for a new pair of the same user', async () => {
  const second = (await refresh(first.refreshToken))._unsafeUnwrap();
  expect(second.user).toEqual(first.user);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect((await refresh(second.refreshToken)).isOk()).toBe(true);
});

it('takes a used token for stolen: every token of its family is void, for good', async () => {
  const second = (await refresh(first.refreshToken))._unsafeUnwrap();
  expect((await refresh(first.refreshToken))._unsafeUnwrapErr()).toEqual({ type: 'auth.refresh-token-reused' });
  expect((await refresh(second.refreshToken))._unsafeUnwrapErr()).toEqual({ type: 'auth.refresh-token-invalid' });
  const { sessions, refreshTokens } = shop.store.committed();
  expect([sessions.size, refreshTokens.size]).toEqual([0, 0]);
});

it('leaves other sign-ins of the user alone when one family is void', async () => {
  const elsewhere = (await shop.logIn(ada))._unsafeUnwrap();
  await refresh(first.refreshToken);
  await refresh(first.refreshToken);
  expect((await refresh(elsewhere.refreshToken)).isOk()).toBe(true);
});

it('lets one of two exchanges at once through and takes the other for a reuse', async () => {
  const both = await Promise.all([refresh(first.refreshToken), refresh(first.refreshToken)]);
  expect(both.map((each) => (each.isOk() ? 'a new pair' : each.error.type))).toEqual([
    'a new pair',
    'auth.refresh-token-reused',
  ]);
});

it('refuses a token that was never issued', async () => {
  expect((await refresh('made up'))._unsafeUnwrapErr()).toEqual({ type: 'auth.refresh-token-invalid' });
});

it('takes a token until 30 days after it was issued and not later', async () => {
  shop.clock.advance(days(30) - 1);
  const second = (await refresh(first.refreshToken))._unsafeUnwrap();
  shop.clock.advance(days(30));
  expect((await refresh(second.refreshToken))._unsafeUnwrapErr()).toEqual({ type: 'auth.refresh-token-invalid' });
});

it('ends a sign-in 180 days after its beginning, however often its tokens were exchanged', async () => {
  let { refreshToken } = first;
  for (let day = 29; day < 180; day += 29) {
    shop.clock.advance(days(29));
    ({ refreshToken } = (await refresh(refreshToken))._unsafeUnwrap());
  }
  shop.clock.advance(days(180) - days(29 * 6) - 1);
  ({ refreshToken } = (await refresh(refreshToken))._unsafeUnwrap());
  shop.clock.advance(1);
  expect((await refresh(refreshToken))._unsafeUnwrapErr()).toEqual({ type: 'auth.refresh-token-invalid' });
});

it('voids what a thief has exchanged a token for, also when its owner comes back after it has expired', async () => {
  const second = (await refresh(first.refreshToken))._unsafeUnwrap();
  shop.clock.advance(days(20));
  const thief = (await refresh(second.refreshToken))._unsafeUnwrap();
  shop.clock.advance(days(15));
  expect((await refresh(first.refreshToken))._unsafeUnwrapErr()).toEqual({ type: 'auth.refresh-token-reused' });
  expect((await refresh(thief.refreshToken))._unsafeUnwrapErr()).toEqual({ type: 'auth.refresh-token-invalid' });
});

it('refuses the token of a user who is gone', async () => {
  await shop.store.transact((tables) => {
    tables.users.clear();
    return okAsync(undefined);
  });
  expect((await refresh(first.refreshToken))._unsafeUnwrapErr()).toEqual({ type: 'auth.refresh-token-invalid' });
});
