import { createHash, randomBytes } from 'node:crypto';
import type { PasswordHasher } from '@cartwright/application';
import { okAsync } from 'neverthrow';

const digest = (salt: string, password: string): string =>
  createHash('sha256').update(`${salt}:${password}`).digest('base64url');

/** Fast, only for tests. Salted, so that no test relies on equal hashes. */
export const makeInMemoryPasswordHasher = (): PasswordHasher => ({
  hash: (password) => {
    const salt = randomBytes(12).toString('base64url');
    return okAsync(`${salt}.${digest(salt, password)}`);
  },
  // A test makes an outdated hash with a salt of fewer characters.
  isOutdated: (hash) => hash.indexOf('.') < 16,
  verify: (password, hash) => {
    const [salt = '', expected] = (hash ?? '').split('.');
    return okAsync(expected !== undefined && digest(salt, password) === expected);
  },
});
