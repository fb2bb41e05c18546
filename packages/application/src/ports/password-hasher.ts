import type { ResultAsync } from 'neverthrow';

/** Keeps passwords as slow, salted hashes. */
export type PasswordHasher = {
  readonly hash: (password: string) => ResultAsync<string, never>;
  /** Takes as long for `undefined` (nobody has that e-mail) as for a wrong password, and returns false. */
  readonly verify: (password: string, hash: string | undefined) => ResultAsync<boolean, never>;
  /** Whether a hash is weaker than those that `hash` makes now. */
  readonly isOutdated: (hash: string) => boolean;
};
