import type { CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** One refresh token of a sign-in; all that were exchanged one for another are a family. */
export type RefreshToken = {
  readonly id: string;
  readonly familyId: string;
  readonly userId: CustomerId;
  /** `Secrets.digest` of the token. */
  readonly digest: string;
  readonly expiresAt: Instant;
  readonly usedAt?: Instant;
};

/** Refresh tokens; each is exchanged once. */
export type SessionRecords = {
  readonly add: (token: RefreshToken) => ResultAsync<void, never>;
  /** Locked until the transaction ends, so that two exchanges of one token cannot both succeed. */
  readonly lockByDigest: (digest: string) => ResultAsync<RefreshToken | undefined, never>;
  readonly markUsed: (id: string, at: Instant) => ResultAsync<void, never>;
  readonly removeFamily: (familyId: string) => ResultAsync<void, never>;
};
