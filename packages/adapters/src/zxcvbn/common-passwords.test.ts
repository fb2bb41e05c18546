import { expect, it } from 'vitest';
import { makeCommonPasswords } from './common-passwords.js';

it.each(['12345678', 'password', 'Password1', 'iloveyou', 'qwertyuiop', '1q2w3e4r'])(
  'knows that %s is common',
  (password) => {
    expect(makeCommonPasswords().has(password)).toBe(true);
  },
);

it.each(['correct horse battery', 'demo-customer', 'пароль для магазина', ''])('takes %j for uncommon', (password) => {
  expect(makeCommonPasswords().has(password)).toBe(false);
});
