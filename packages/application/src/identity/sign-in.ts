import type { Instant } from '@cartwright/domain';
import { msAfter } from '../ms-after.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { SessionReader } from '../ports/read-models/session-reader.js';
import type { RefreshToken, Session } from '../ports/repositories/session-records.js';
import type { User } from '../ports/repositories/user-records.js';
import type { Secrets } from '../ports/secrets.js';
import type { TokenIssuer } from '../ports/token-issuer.js';

/** The result of a sign-in. */
export type SignedIn = {
  readonly user: User;
  readonly accessToken: string;
  /** Lifetime of the access token in seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  /** The session that was started or continued. */
  readonly session: Session;
};

/** Where a request comes from. */
export type Client = { readonly address?: string; readonly userAgent?: string };

/** Dependencies of a sign-in. */
export type SessionDeps = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly tokenIssuer: TokenIssuer;
  readonly sessionReader: Pick<SessionReader, 'remember'>;
};

/** 30 days, for a session and each of its refresh tokens. */
const refreshTokenMs = 30 * 86_400_000;

/** 180 days: however often it is used, a session ends then, and its user signs in again (OWASP ASVS 5.0, 7.3.2). */
const longestSessionMs = 180 * 86_400_000;

/** A new pair of tokens for a user, with the records to store. `continued` is the session to continue. */
export function openSession(
  { clock, ids, secrets, tokenIssuer }: SessionDeps,
  { id: userId, email, name, role, groups, createdAt, emailVerifiedAt }: User,
  client: Client = {},
  continued?: Pick<Session, 'id' | 'createdAt'>,
): { readonly signedIn: SignedIn; readonly session: Session; readonly token: RefreshToken } {
  const refreshToken = secrets.generate();
  const id = ids.next();
  const now = clock.now();
  const { id: familyId, createdAt: since } = continued ?? { id, createdAt: now };
  const session = sessionUsedAt({ id: familyId, userId, createdAt: since }, client, now);
  return {
    signedIn: {
      user: {
        id: userId,
        email,
        name,
        role,
        createdAt,
        ...(groups === undefined ? {} : { groups }),
        ...(emailVerifiedAt === undefined ? {} : { emailVerifiedAt }),
      },
      ...tokenIssuer.issue({ userId, sessionId: familyId }),
      refreshToken,
      session,
    },
    session,
    token: { id, familyId, userId, digest: secrets.digest(refreshToken), expiresAt: session.expiresAt },
  };
}

/** A session after a use. */
export const sessionUsedAt = (
  { id, userId, createdAt }: Pick<Session, 'id' | 'userId' | 'createdAt'>,
  { address, userAgent }: Client,
  now: Instant,
): Session => ({
  id,
  userId,
  createdAt,
  lastUsedAt: now,
  expiresAt: earlier(msAfter(now, refreshTokenMs), msAfter(createdAt, longestSessionMs)),
  ...(address === undefined ? {} : { address }),
  ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, maximumUserAgent) }),
});

const earlier = (one: Instant, other: Instant): Instant => (Date.parse(one) <= Date.parse(other) ? one : other);

/** Characters. */
const maximumUserAgent = 200;

/**
 * What has to be read at the next request anyway, once the session is committed. What staff may do is read then: it
 * depends on more than the account.
 */
export const rememberSession = (
  { sessionReader }: Pick<SessionDeps, 'sessionReader'>,
  { id, userId }: Session,
  { role, groups }: User,
): void => {
  if (role === 'customer') sessionReader.remember(id, { userId, role, ...(groups === undefined ? {} : { groups }) });
};
