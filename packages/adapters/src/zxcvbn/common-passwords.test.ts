import { dictionary } from '@zxcvbn-ts/language-common';
import { expect, it } from 'vitest';
import { makeCommonPasswords } from './common-passwords.js';

it.each(['12345678', 'password', 'Password1', 'iloveyou', 'qwertyuiop', '1q2w3e4r'])(
  'knows that %s is common',
  (password) => {
    expect(makeCommonPasswords().has(password)).toBe(true);
  },
);

it('knows the 10,000 most common ones, to the last', () => {
  const { has } = makeCommonPasswords();
  const ranked = dictionary['passwords-common'];
  expect(ranked.slice(9_990, 10_000).filter((password) => !has(password))).toEqual([]);
  expect(ranked.slice(10_000, 10_010).filter((password) => has(password))).toEqual([]);
});

it('knows the 3,000 most common ones of those that are long enough, as OWASP ASVS 5.0 (6.2.4) asks', () => {
  const { has } = makeCommonPasswords();
  const longEnough = dictionary['passwords-common'].filter((password) => Array.from(password).length >= 8);
  expect(longEnough.slice(0, 3_000).filter((password) => !has(password))).toEqual([]);
});

it.each(['correct horse battery', 'demo-customer', 'пароль для магазина', ''])('takes %j for uncommon', (password) => {
  expect(makeCommonPasswords().has(password)).toBe(false);
});
