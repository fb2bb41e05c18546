import type { ResultAsync } from 'neverthrow';
import type { NoteSecurityEvent } from '../audit/security-events.js';
import type { SignedInCaller } from '../caller.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { RateLimited, RateLimiter } from '../ports/rate-limiter.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { StoredUser } from '../ports/repositories/user-records.js';
import { verifyPassword, wrongPassword, type WrongPassword } from './passwords.js';

/**
 * Checks the password of a signed-in user again, before an action that a stolen token must not allow. Wrong ones are
 * limited like failed logins. Returns the user.
 */
export const confirmPassword = (
  deps: {
    readonly unitOfWork: Pick<UnitOfWork, 'read'>;
    readonly passwordHasher: PasswordHasher;
    readonly rateLimiter: RateLimiter;
    readonly log: Log;
    readonly noteSecurityEvent: NoteSecurityEvent;
  },
  { userId, address }: SignedInCaller,
  password: string,
): ResultAsync<StoredUser, WrongPassword | RateLimited | StorageUnavailable> =>
  deps.rateLimiter
    .consume('confirmations-by-account', userId)
    .andThen(() => deps.unitOfWork.read(({ users }) => users.byId(userId)))
    .andThen((user) =>
      verifyPassword(deps, password, user?.passwordHash).map(({ matches }) => (matches ? user : undefined)),
    )
    .andThen((user): ResultAsync<StoredUser, WrongPassword> => {
      if (user !== undefined) return deps.rateLimiter.giveBack('confirmations-by-account', userId).map(() => user);
      deps.log.warn({ event: 'auth.password-wrong', userId, address }, 'a signed-in user gave a wrong password');
      return deps.noteSecurityEvent({ action: 'auth.password-wrong', userId, address }).andThen(() => wrongPassword);
    });
