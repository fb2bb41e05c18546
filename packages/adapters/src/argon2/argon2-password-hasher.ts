import { randomBytes } from 'node:crypto';
import type { PasswordHasher } from '@cartwright/application';
import { hash, verify, type Options } from '@node-rs/argon2';
import { ResultAsync } from 'neverthrow';

/**
 * OWASP's parameters: Argon2id (the library's default; its ambient enum cannot be imported), 19 MiB, two passes, one
 * lane. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
 */
const parameters = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } satisfies Options;

/**
 * Passwords by Argon2id, on Node's thread pool.
 *
 * @example await makeArgon2PasswordHasher().hash('correct horse') // Ok('$argon2id$v=19$m=19456,t=2,p=1$…')
 */
export function makeArgon2PasswordHasher(): PasswordHasher {
  // Verified against when nobody has the e-mail, so that the time taken does not reveal which e-mails are known.
  const nobodys = hash(randomBytes(32).toString('base64url'), parameters);
  // Made before anybody waits for it: a failure belongs to the call that needs it.
  nobodys.catch(() => undefined);

  return {
    isOutdated: (known) => {
      const [, memory = 0, passes = 0] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$/u.exec(known)?.map(Number) ?? [];
      return memory < parameters.memoryCost || passes < parameters.timeCost;
    },
    hash: (password) => defectOnly(hash(password, parameters)),
    verify: (password, known) =>
      defectOnly(nobodys.then((decoy) => verify(known ?? decoy, password)).then((same) => same && known !== undefined)),
  };
}

/** The library fails only for broken hashes, which are a defect: it rejects, as a throw would. */
const defectOnly = <T>(promise: Promise<T>): ResultAsync<T, never> => ResultAsync.fromSafePromise(promise);
