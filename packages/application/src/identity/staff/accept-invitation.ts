import { errAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Log } from '../../ports/log.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { AccountLinks } from '../account-links.js';
import { hashNewPassword, refuseGuessable, type PasswordDeps, type PasswordRefused } from '../passwords.js';
import type { Client } from '../sign-in.js';
import { useAccountLink, type AccountLinkInvalid } from '../use-account-link.js';

export type AcceptInvitationCommand = {
  readonly token: string;
  readonly password: string;
  /** Default: the name in the invitation. */
  readonly name?: string;
  readonly client?: Client;
};
export type AcceptInvitationError = AccountLinkInvalid | PasswordRefused | StorageUnavailable;
/** Sets the password of an invited user, once, and marks the e-mail as verified. */
export type AcceptInvitation = (command: AcceptInvitationCommand) => ResultAsync<void, AcceptInvitationError>;

export const makeAcceptInvitation =
  (
    deps: PasswordDeps & {
      readonly unitOfWork: UnitOfWork;
      readonly accountLinks: AccountLinks;
      readonly clock: Clock;
      readonly log: Log;
    },
  ): AcceptInvitation =>
  ({ token, password, name, client }) =>
    hashNewPassword(deps, password).andThen((passwordHash) =>
      deps.unitOfWork
        .run((repositories) =>
          useAccountLink(deps, repositories, 'invitation', token).andThen(({ invitedAt, ...user }) => {
            if (invitedAt === undefined) return errAsync({ type: 'auth.link-invalid' } as const);
            const accepted = {
              ...user,
              passwordHash,
              name: name?.trim() ?? user.name,
              emailVerifiedAt: user.emailVerifiedAt ?? deps.clock.now(),
            };
            return refuseGuessable(deps, repositories, password, accepted)
              .andThen(() => repositories.users.save(accepted))
              .map(() => user.id);
          }),
        )
        .map((userId) =>
          deps.log.info(
            { event: 'auth.invitation-accepted', userId, address: client?.address },
            'an invitation was accepted',
          ),
        ),
    );
