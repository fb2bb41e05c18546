import type { CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** What a mailed link is for; `sign-in` is the code of somebody whom a provider has signed in. */
export type AccountTokenPurpose = 'reset-password' | 'verify-email' | 'invitation' | 'sign-in';

/** The record of a mailed link. The link's secret is derived from it, and stored nowhere. */
export type AccountToken = {
  readonly id: string;
  readonly purpose: AccountTokenPurpose;
  /** Absent where nobody has the address that was given: the link is never mailed. */
  readonly userId?: CustomerId;
  readonly expiresAt: Instant;
};

/** Mailed links; each is used once. */
export type AccountTokens = {
  readonly add: (token: AccountToken) => ResultAsync<void, never>;
  readonly find: (id: string) => ResultAsync<AccountToken | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<AccountToken | undefined, never>;
  /** Removes every link of a user for a purpose: one was used, or they no longer apply. */
  readonly removeOf: (userId: CustomerId, purpose: AccountTokenPurpose) => ResultAsync<void, never>;
};
