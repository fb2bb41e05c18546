import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TokenIssuer } from '@cartwright/application';
import { makeFakeClock } from '../in-memory/fake-clock.js';
import { makeJwtTokenIssuer } from './jwt-token-issuer.js';

const secret = 'a secret of thirty-two bytes, two';
const settings = { secret, issuer: 'https://shop.example', audience: 'https://shop.example' };
const now = Date.parse('2026-11-21T09:30:00.000Z') / 1000;
const good = {
  sub: 'user-1',
  sid: 'session-1',
  jti: 'token-1',
  iss: settings.issuer,
  aud: settings.audience,
  iat: now,
  exp: now + 900,
};
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that anybody who has `key` could make. */
function forge(claims: object, header: object = {}, { key = secret, hash = 'sha256' } = {}): string {
  const input = `${encode({ alg: 'HS256', typ: 'at+jwt', ...header })}.${encode(claims)}`;
  return `${input}.${createHmac(hash, key).update(input).digest('base64url')}`;
}

describe('access tokens', () => {
  let issuer: TokenIssuer;
  const clock = makeFakeClock();
  const refused = async (token: string): Promise<boolean> => {
    const result = await issuer.verify(token);
    return result.isErr() && result.error.type === 'auth.token-invalid';
  };
  beforeAll(async () => {
    issuer = await makeJwtTokenIssuer({ ...settings, clock });
  });

  it('say who somebody is and in which session, for 15 minutes', async () => {
    const ownClock = makeFakeClock();
    const own = await makeJwtTokenIssuer({ ...settings, clock: ownClock });
    const { accessToken, expiresIn } = own.issue({ userId: 'user-1', sessionId: 'session-1' });
    expect(expiresIn).toBe(900);
    ownClock.advance(899_000);
    expect((await own.verify(accessToken))._unsafeUnwrap()).toEqual({ userId: 'user-1', sessionId: 'session-1' });
    ownClock.advance(1000);
    expect((await own.verify(accessToken))._unsafeUnwrapErr()).toEqual({ type: 'auth.token-invalid' });
  });

  it('hold when another process with the same secret made them', async () => {
    expect((await issuer.verify(forge(good)))._unsafeUnwrap()).toEqual({ userId: 'user-1', sessionId: 'session-1' });
  });

  it('are judged each by itself, however often a good one has come before', async () => {
    const token = forge(good);
    expect([
      await refused(token),
      await refused(token),
      await refused(`${token.slice(0, -2)}AA`),
      await refused(token),
    ]).toEqual([false, false, true, false]);
  });

  it.each([
    ['is signed with another secret', forge(good, {}, { key: 'another secret' })],
    ['is not signed', `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(good)}.`],
    ['names another algorithm', forge(good, { alg: 'HS512' }, { hash: 'sha512' })],
    ['is of another type', forge(good, { typ: 'JWT' })],
    ['has an unknown critical header', forge(good, { crit: ['exotic'], exotic: true })],
    ['comes from another issuer', forge({ ...good, iss: 'https://elsewhere.example' })],
    ['is meant for another audience', forge({ ...good, aud: 'https://elsewhere.example' })],
    ['was issued in the future', forge({ ...good, iat: now + 3600, exp: now + 7200 })],
    ['is not valid yet', forge({ ...good, nbf: now + 3600 })],
    ['has expired', forge({ ...good, iat: now - 900, exp: now })],
    ['has an expiry that is no number', forge({ ...good, exp: '9999999999' })],
    ['has no session', forge({ ...good, sid: undefined })],
    ['has a session that is no text', forge({ ...good, sid: { id: 'session-1' } })],
    ['has no id of its own', forge({ ...good, jti: undefined })],
    ['expired a minute ago', forge({ ...good, iat: now - 961, exp: now - 61 })],
    ['has no expiry', forge({ ...good, exp: undefined })],
    ['has no issuer', forge({ ...good, iss: undefined })],
    ['has no subject', forge({ ...good, sub: undefined })],
    ['has an empty subject', forge({ ...good, sub: '' })],
    ['is no token', 'nonsense'],
    ['is empty', ''],
    ['has a payload that is no JSON', `${encode({ alg: 'HS256', typ: 'at+jwt' })}.e30x.AAAA`],
  ])('do not hold when one %s', async (_why, token) => {
    expect(await refused(token)).toBe(true);
  });
});
