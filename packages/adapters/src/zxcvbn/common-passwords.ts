import type { CommonPasswords } from '@cartwright/application';
import { ResultAsync } from 'neverthrow';

/** The list begins with the most common. */
const most = 10_000;

/** The list of zxcvbn, which is in lower case. It takes megabytes, so it is loaded when the first password is set. */
export function makeCommonPasswords(): CommonPasswords {
  let loaded: Promise<ReadonlySet<string>> | undefined;
  return {
    has: (password) =>
      ResultAsync.fromSafePromise((loaded ??= loadList()).then((common) => common.has(password.toLowerCase()))),
  };
}

async function loadList(): Promise<ReadonlySet<string>> {
  // In a bundle a CommonJS module that is loaded late has no export but `default`.
  const { default: language } = await import('@zxcvbn-ts/language-common');
  return new Set(language.dictionary['passwords-common'].slice(0, most));
}
