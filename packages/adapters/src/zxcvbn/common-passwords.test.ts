import { dictionary } from '@zxcvbn-ts/language-common';
import { expect, it } from 'vitest';
import { makeCommonPasswords } from './common-passwords.js';

const { has } = makeCommonPasswords();
const commonOf = async (passwords: readonly string[]): Promise<readonly string[]> => {
  const found = await Promise.all(passwords.map((password) => has(password).unwrapOr(false)));
  return passwords.filter((_, index) => found[index]);
};

it.each(['12345678', 'password', 'Password1', 'iloveyou', 'qwertyuiop', '1q2w3e4r'])(
  'knows that %s is common',
  async (password) => {
    expect(await commonOf([password])).toEqual([password]);
  },
);

it('knows the 10,000 most common ones, to the last', async () => {
  const ranked = dictionary['passwords-common'];
  expect(await commonOf(ranked.slice(9_990, 10_010))).toEqual(ranked.slice(9_990, 10_000));
});

it('knows the 3,000 most common ones of those that are long enough, as OWASP ASVS 5.0 (6.2.4) asks', async () => {
  const longEnough = dictionary['passwords-common'].filter((password) => Array.from(password).length >= 8);
  const expected = longEnough.slice(0, 3_000);
  expect(await commonOf(expected)).toEqual(expected);
});

it.each(['correct horse battery', 'demo-customer', 'пароль для магазина', ''])(
  'takes %j for uncommon',
  async (password) => {
    expect(await commonOf([password])).toEqual([]);
  },
);
