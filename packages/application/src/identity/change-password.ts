import { okAsync, type ResultAsync } from 'neverthrow';
import type { NoteSecurityEvent } from '../audit/security-events.js';
import type { SignedInCaller } from '../caller.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { RateLimited, RateLimiter } from '../ports/rate-limiter.js';
import type { SessionReader } from '../ports/read-models/session-reader.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { confirmPassword } from './confirm-password.js';
import { countNotice } from './mail-limits.js';
import {
  hashNewPassword,
  refuseGuessable,
  type PasswordDeps,
  type PasswordGuessable,
  type PasswordRefused,
  type WrongPassword,
} from './passwords.js';

export type ChangePasswordCommand = {
  readonly caller: SignedInCaller;
  readonly currentPassword: string;
  readonly newPassword: string;
};
export type ChangePasswordError = WrongPassword | PasswordRefused | RateLimited | StorageUnavailable;
/** Changes the caller's password, and ends all their other sessions. */
export type ChangePassword = (command: ChangePasswordCommand) => ResultAsync<void, ChangePasswordError>;

export const makeChangePassword =
  (
    deps: PasswordDeps & {
      readonly unitOfWork: UnitOfWork;
      readonly sessionReader: SessionReader;
      readonly rateLimiter: RateLimiter;
      readonly clock: Clock;
      readonly log: Log;
      readonly noteSecurityEvent: NoteSecurityEvent;
    },
  ): ChangePassword =>
  ({ caller, currentPassword, newPassword }) =>
    confirmPassword(deps, caller, currentPassword)
      .andThen((user) => countNotice(deps, user))
      .andThen(() => hashNewPassword(deps, newPassword))
      .andThen((passwordHash) => {
        const { userId, sessionId, address } = caller;
        const at = deps.clock.now();
        return deps.unitOfWork
          .run(({ users, sessions, accountTokens, outbox, shop }) =>
            users.lock(userId).andThen((user): ResultAsync<void, PasswordGuessable> =>
              user === undefined
                ? okAsync(undefined)
                : refuseGuessable(deps, { shop }, newPassword, user)
                    .andThen(() => users.save({ ...user, passwordHash }))
                    .andThen(() => sessions.endOf(userId, sessionId))
                    .andThen(() => accountTokens.removeOf(userId, 'reset-password'))
                    .andThen(() => outbox.add([{ type: 'account.password-changed', userId, at }])),
            ),
          )
          .map(() => {
            deps.sessionReader.forget(userId);
            deps.log.info(
              { event: 'auth.password-changed', userId, address },
              'a password was changed, the other sessions have ended',
            );
          });
      });
