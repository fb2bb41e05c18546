import type { CommonPasswords } from '@cartwright/application';
import { dictionary } from '@zxcvbn-ts/language-common';

/** The list begins with the most common. */
const most = 10_000;

/** The list of zxcvbn, which is in lower case. */
export function makeCommonPasswords(): CommonPasswords {
  const common = new Set(dictionary['passwords-common'].slice(0, most));
  return { has: (password) => common.has(password.toLowerCase()) };
}
