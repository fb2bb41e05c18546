import { msAfter } from '../ms-after.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Secrets } from '../ports/secrets.js';
import type { RefreshToken } from '../ports/repositories/session-records.js';
import type { TokenIssuer } from '../ports/token-issuer.js';
import type { User } from '../ports/repositories/user-records.js';

/** What somebody gets who has proved who they are. */
export type SignedIn = {
  readonly user: User;
  readonly accessToken: string;
  /** Seconds for which the access token holds. */
  readonly expiresIn: number;
  readonly refreshToken: string;
};

/** What it takes to sign somebody in. */
export type SessionDeps = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly tokenIssuer: TokenIssuer;
};

/** 30 days. */
const refreshTokenMs = 30 * 86_400_000;

/** A fresh pair of tokens for a user, with the record to store of it. `familyId` continues an earlier sign-in. */
export function openSession(
  { clock, ids, secrets, tokenIssuer }: SessionDeps,
  { id, email, name, role, segment, createdAt }: User,
  familyId?: string,
): { readonly signedIn: SignedIn; readonly record: RefreshToken } {
  const refreshToken = secrets.generate();
  const recordId = ids.next();
  return {
    signedIn: {
      user: { id, email, name, role, segment, createdAt },
      ...tokenIssuer.issue({ userId: id, role }),
      refreshToken,
    },
    record: {
      id: recordId,
      familyId: familyId ?? recordId,
      userId: id,
      digest: secrets.digest(refreshToken),
      expiresAt: msAfter(clock.now(), refreshTokenMs),
    },
  };
}
