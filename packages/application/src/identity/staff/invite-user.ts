import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { actorOf, type StaffCaller } from '../../caller.js';
import { msAfter } from '../../ms-after.js';
import type { Clock } from '../../ports/clock.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type { Log } from '../../ports/log.js';
import type { Mailboxes } from '../../ports/mailboxes.js';
import type { PasswordHasher } from '../../ports/password-hasher.js';
import type { Repositories, UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { EmailTaken, StoredUser } from '../../ports/repositories/user-records.js';
import type { Secrets } from '../../ports/secrets.js';
import { managedUser, type ManagedUser, type UserNotFound } from '../manage-users.js';
import type { RoleName } from '../permissions.js';
import { requireRolesHeld, type PermissionNotHeld } from '../roles/held-permissions.js';
import { requireStaffRole, type RoleUnknown } from '../roles/known-roles.js';

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
};

export type InviteUserCommand = { readonly email: string; readonly name?: string; readonly role: RoleName };
export type InviteUserError = EmailTaken | RoleUnknown | PermissionNotHeld | StorageUnavailable;
/** Creates an account with a role, and mails a link to choose its password. */
export type InviteUser = (command: InviteUserCommand, staff: StaffCaller) => ResultAsync<ManagedUser, InviteUserError>;

export const makeInviteUser =
  (
    deps: Deps & {
      readonly mailboxes: Mailboxes;
      readonly passwordHasher: PasswordHasher;
      readonly secrets: Secrets;
    },
  ): InviteUser =>
  ({ email: given, name, role }, staff) => {
    const email = deps.mailboxes.of(given);
    // A secret password, so that signing in takes as long and fails like for any account.
    return deps.passwordHasher.hash(deps.secrets.generate()).andThen((passwordHash) => {
      const at = deps.clock.now();
      const id = deps.ids.next();
      const user = { id, email, name: name?.trim() ?? email, role, createdAt: at, invitedAt: at, passwordHash };
      return deps.unitOfWork
        .run((repositories) =>
          requireStaffRole(repositories.roles, role)
            .andThen(() => requireRolesHeld(staff, repositories.roles, [role]))
            .andThen(() => repositories.users.add(user))
            .andThen(() => mailInvitation(deps, repositories, user)),
        )
        .map(() => {
          const facts = { userId: id, role, ...actorOf(staff) };
          deps.log.info({ event: 'user.invited', ...facts }, 'a user was invited');
          return managedUser(user);
        });
    });
  };

/** The user has already accepted, or was never invited. */
export type NotInvited = { readonly type: 'user.not-invited'; readonly userId: string };
export type RepeatInvitationError = UserNotFound | NotInvited | StorageUnavailable;
/** Mails an invitation again, which revokes the previous link. */
export type RepeatInvitation = (
  command: { readonly userId: string },
  staff: StaffCaller,
) => ResultAsync<void, RepeatInvitationError>;

export const makeRepeatInvitation =
  (deps: Deps): RepeatInvitation =>
  ({ userId }, staff) =>
    deps.unitOfWork
      .run((repositories) =>
        repositories.users.lock(userId).andThen((user): ResultAsync<void, UserNotFound | NotInvited> => {
          if (user === undefined) return errAsync({ type: 'user.not-found', userId });
          return user.invitedAt === undefined
            ? errAsync({ type: 'user.not-invited', userId })
            : mailInvitation(deps, repositories, user);
        }),
      )
      .map(() => deps.log.info({ event: 'user.invited', userId, ...actorOf(staff) }, 'a user was invited again'));

/** A week. */
const validForMs = 7 * 86_400_000;

function mailInvitation(
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
  { accountTokens, outbox }: Repositories,
  { id: userId }: StoredUser,
): ResultAsync<void, never> {
  const [id, at] = [ids.next(), clock.now()];
  return okAsync(undefined)
    .andThen(() => accountTokens.removeOf(userId, 'invitation'))
    .andThen(() => accountTokens.add({ id, purpose: 'invitation', userId, expiresAt: msAfter(at, validForMs) }))
    .andThen(() => outbox.add([{ type: 'account.invitation-requested', tokenId: id, at }]));
}
