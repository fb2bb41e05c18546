import type { CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** What an account needs beside its password. It counts once a first code has confirmed it. */
export type SecondFactor = {
  readonly userId: CustomerId;
  /** `Secrets.seal` of the secret. */
  readonly sealedSecret: string;
  readonly createdAt: Instant;
  readonly confirmedAt?: Instant;
  /** The step of the latest code that was accepted: no code of it or before is accepted again. */
  readonly lastStep?: number;
  /** `Secrets.digest` of the recovery codes that are left. */
  readonly recoveryDigests: readonly string[];
};

/** Second factors, at most one an account. */
export type SecondFactorRecords = {
  readonly find: (userId: CustomerId) => ResultAsync<SecondFactor | undefined, never>;
  /** Like `find`, locked until the transaction ends, so that one code is not accepted twice. */
  readonly lock: (userId: CustomerId) => ResultAsync<SecondFactor | undefined, never>;
  /** Adds it, or replaces the one of the account. */
  readonly save: (factor: SecondFactor) => ResultAsync<void, never>;
  readonly remove: (userId: CustomerId) => ResultAsync<void, never>;
};
