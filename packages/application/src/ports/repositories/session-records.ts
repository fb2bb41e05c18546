import type { CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** A sign-in. It lasts as long as its newest refresh token. */
export type Session = {
  readonly id: string;
  readonly userId: CustomerId;
  readonly createdAt: Instant;
  /** When its tokens were last exchanged. */
  readonly lastUsedAt: Instant;
  readonly expiresAt: Instant;
  /** Where it was last used. */
  readonly address?: string;
  /** What the client calls itself. */
  readonly userAgent?: string;
};

/** One refresh token of a session; all that were exchanged one for another are a family. */
export type RefreshToken = {
  readonly id: string;
  /** The id of its session. */
  readonly familyId: string;
  readonly userId: CustomerId;
  /** `Secrets.digest` of the token. */
  readonly digest: string;
  readonly expiresAt: Instant;
  readonly usedAt?: Instant;
};

/** Sessions and their refresh tokens; each token is exchanged once. */
export type SessionRecords = {
  /** Opens a session with its first token. */
  readonly open: (session: Session, token: RefreshToken) => ResultAsync<void, never>;
  /** Adds the next token of a session, which then is as `session` says. */
  readonly extend: (session: Omit<Session, 'createdAt'>, token: RefreshToken) => ResultAsync<void, never>;
  /** A session that is open is then as `session` says; one that has ended stays so. */
  readonly renew: (session: Omit<Session, 'createdAt'>) => ResultAsync<void, never>;
  /** Locked until the transaction ends, so that two exchanges of one token cannot both succeed. */
  readonly lockByDigest: (digest: string) => ResultAsync<RefreshToken | undefined, never>;
  readonly markUsed: (id: string, at: Instant) => ResultAsync<void, never>;
  /** Ends a session: none of its tokens is known any longer. */
  readonly end: (id: string) => ResultAsync<void, never>;
  /** Ends all sessions of a user but one. */
  readonly endOf: (userId: CustomerId, except?: string) => ResultAsync<void, never>;
  readonly find: (id: string) => ResultAsync<Session | undefined, never>;
  /** The sessions of a user that have not expired, the latest used first, at most `limit`. */
  readonly ofUser: (userId: CustomerId, now: Instant, limit: number) => ResultAsync<readonly Session[], never>;
  /** Whether anybody has signed in from the address before. */
  readonly isAddressOfAnybody: (address: string) => ResultAsync<boolean, never>;
  /** Whether the user has signed in from the address before, in whatever session. */
  readonly isKnownAddress: (userId: CustomerId, address: string) => ResultAsync<boolean, never>;
};
