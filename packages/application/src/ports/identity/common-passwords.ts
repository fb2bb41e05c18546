import type { ResultAsync } from 'neverthrow';

/** The passwords that are tried first. */
export type CommonPasswords = {
  /** Whether the password is one of the 10,000 most common, in whatever case. */
  readonly has: (password: string) => ResultAsync<boolean, never>;
};
