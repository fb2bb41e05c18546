import type { ResultAsync } from 'neverthrow';
import type { NoteSecurityEvent } from '../audit/security-events.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { SessionReader } from '../ports/read-models/session-reader.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { AccountLinks } from './account-links.js';
import { hashNewPassword, refuseGuessable, type PasswordDeps, type PasswordRefused } from './passwords.js';
import type { Client } from './sign-in.js';
import { useAccountLink, type AccountLinkInvalid } from './use-account-link.js';

export type ResetPasswordCommand = { readonly token: string; readonly password: string; readonly client?: Client };
export type ResetPasswordError = AccountLinkInvalid | PasswordRefused | StorageUnavailable;
/** Sets a new password with a mailed link, once, ends every session and marks the e-mail as verified. */
export type ResetPassword = (command: ResetPasswordCommand) => ResultAsync<void, ResetPasswordError>;

export const makeResetPassword =
  (
    deps: PasswordDeps & {
      readonly unitOfWork: UnitOfWork;
      readonly sessionReader: SessionReader;
      readonly accountLinks: AccountLinks;
      readonly clock: Clock;
      readonly log: Log;
      readonly noteSecurityEvent: NoteSecurityEvent;
    },
  ): ResetPassword =>
  ({ token, password, client }) =>
    hashNewPassword(deps, password).andThen((passwordHash) => {
      const at = deps.clock.now();
      return deps.unitOfWork
        .run((repositories) =>
          useAccountLink(deps, repositories, 'reset-password', token).andThen((user) =>
            refuseGuessable(deps, repositories, password, user)
              .andThen(() =>
                repositories.users.save({ ...user, passwordHash, emailVerifiedAt: user.emailVerifiedAt ?? at }),
              )
              .andThen(() => repositories.sessions.endOf(user.id))
              .andThen(() => repositories.outbox.add([{ type: 'account.password-changed', userId: user.id, at }]))
              .map(() => user.id),
          ),
        )
        .andThen((userId) => {
          deps.sessionReader.forget(userId);
          deps.log.info(
            { event: 'auth.password-reset', userId, address: client?.address },
            'a password was reset, all sessions have ended',
          );
          return deps.noteSecurityEvent({ action: 'auth.password-reset', userId, address: client?.address });
        });
    });
