import { expect, it } from 'vitest';
import { makeOneTimePasswords } from './one-time-passwords.js';

const passwords = makeOneTimePasswords({ issuer: 'Mill Lane & Sons' });
/** The secret of RFC 6238, appendix B; its codes by their last six digits. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

it.each([
  ['1970-01-01T00:00:59.000Z', '287082', 1],
  ['2005-03-18T01:58:29.000Z', '081804', 37037036],
  ['2009-02-13T23:31:30.000Z', '005924', 41152263],
])('knows the code of RFC 6238 at %s', (at, code, step) => {
  expect(passwords.stepOf(secret, code, at)).toBe(step);
});

it('takes a code one step early or late and no more, and says of which step it is', () => {
  const stepAt = (second: number) =>
    passwords.stepOf(secret, '081804', new Date(Date.parse('2005-03-18T01:58:00.000Z') + second * 1000).toISOString());
  expect([-31, -30, -1, 0, 29, 30, 59, 60].map(stepAt)).toEqual([
    undefined,
    37037036,
    37037036,
    37037036,
    37037036,
    37037036,
    37037036,
    undefined,
  ]);
});

it('makes secrets of 160 bits, and links that apps read', () => {
  const [one, other] = [passwords.newSecret(), passwords.newSecret()];
  expect(one).toMatch(/^[A-Z2-7]{32}$/u);
  expect(one).not.toBe(other);
  const uri = new URL(passwords.uri(secret, 'ada@example.com'));
  expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual([
    'otpauth:',
    'totp',
    '/Mill Lane & Sons:ada@example.com',
  ]);
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret, issuer: 'Mill Lane & Sons', digits: '6' });
});
