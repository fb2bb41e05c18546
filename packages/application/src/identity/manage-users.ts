import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { actorOf, type StaffCaller } from '../caller.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { Log } from '../ports/log.js';
import type { CursorMalformed, Page, PageRequest } from '../ports/read-models/paging.js';
import type { SessionReader } from '../ports/read-models/session-reader.js';
import type { RoleRecords } from '../ports/repositories/identity/role-records.js';
import type { ReadRepositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { StoredUser, User, UserFilter } from '../ports/repositories/user-records.js';
import { namedGroups, type GroupNameReserved } from '../customers/groups/named-groups.js';
import { requireRolesHeld, type PermissionNotHeld } from './roles/held-permissions.js';
import { requireRole, type RoleUnknown } from './roles/known-roles.js';
import type { RoleName } from './permissions.js';

/** An account as its managers see it. */
export type ManagedUser = Pick<User, 'id' | 'email' | 'name' | 'role' | 'createdAt' | 'emailVerifiedAt'> & {
  readonly groups: readonly string[];
  readonly disabled: boolean;
  /** Whether an invitation is open. */
  readonly invited: boolean;
};
export type UserNotFound = { readonly type: 'user.not-found'; readonly userId: string };
/** No admin would be left. */
export type LastAdmin = { readonly type: 'user.last-admin'; readonly userId: string };

type Reads = { readonly unitOfWork: Pick<UnitOfWork, 'read'> };

/** Lists accounts by e-mail. */
export type ListUsers = (
  query: UserFilter & { readonly page: PageRequest },
) => ResultAsync<Page<ManagedUser>, CursorMalformed | StorageUnavailable>;

export const makeListUsers =
  ({ unitOfWork }: Reads): ListUsers =>
  ({ page, ...filter }) =>
    unitOfWork
      .read(({ users }: ReadRepositories) => users.list(filter, page))
      .map(({ data, meta }) => ({ data: data.map(managedUser), meta }));

export type ViewUser = (query: {
  readonly userId: string;
}) => ResultAsync<ManagedUser, UserNotFound | StorageUnavailable>;

export const makeViewUser =
  ({ unitOfWork }: Reads): ViewUser =>
  ({ userId }) =>
    unitOfWork
      .read(({ users }) => users.byId(userId))
      .andThen((user) =>
        user === undefined ? errAsync({ type: 'user.not-found', userId } as const) : okAsync(managedUser(user)),
      );

export type ChangeUserCommand = {
  readonly userId: string;
  readonly role?: RoleName;
  readonly groups?: readonly string[];
  readonly disabled?: boolean;
  /** Whether the account is still as the caller last saw it; absent: it may have changed. */
  readonly isExpected?: (standing: ManagedUser) => boolean;
};
/** Somebody changed the account since the caller last saw it. */
export type UserStale = { readonly type: 'user.stale'; readonly userId: string };
export type ChangeUserError =
  UserNotFound | UserStale | LastAdmin | RoleUnknown | GroupNameReserved | PermissionNotHeld | StorageUnavailable;
/**
 * Changes the role or groups of an account, or disables it, which ends its sessions. Nobody can grant a permission
 * that they lack, or change a user with more permissions.
 */
export type ChangeUser = (command: ChangeUserCommand, staff: StaffCaller) => ResultAsync<ManagedUser, ChangeUserError>;

type ChangeRefusal = Exclude<ChangeUserError, StorageUnavailable>;

export const makeChangeUser =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly sessionReader: SessionReader;
    readonly clock: Clock;
    readonly ids: Ids;
    readonly log: Log;
  }): ChangeUser =>
  ({ userId, role, groups, disabled, isExpected = () => true }, staff) =>
    deps.unitOfWork
      .run(({ users, sessions, roles, customerGroups }) =>
        namedGroups(customerGroups, deps.ids, groups).andThen((named) =>
          // Locked before the account: when two admins demote each other, the second is refused as the last admin.
          users.lockAdmins().andThen((admins) =>
            users.lock(userId).andThen((user): ResultAsync<StoredUser, ChangeRefusal> => {
              if (user === undefined) return errAsync({ type: 'user.not-found', userId });
              if (!isExpected(managedUser(user))) return errAsync({ type: 'user.stale', userId });
              const changed = changedBy(user, { role, groups: named, disabled }, deps.clock);
              const isActiveAdmin = changed.role === 'admin' && changed.disabledAt === undefined;
              if (!isActiveAdmin && admins.length === 1 && admins[0] === userId)
                return errAsync({ type: 'user.last-admin', userId });
              return requireKnown(roles, changed, user)
                .andThen(() => requireRolesHeld(staff, roles, [user.role, changed.role]))
                .andThen(() => users.save(changed))
                .andThen(() => (changed.disabledAt === undefined ? okAsync(undefined) : sessions.endOf(userId)))
                .map(() => changed);
            }),
          ),
        ),
      )
      .map((user) => {
        deps.sessionReader.forget(userId);
        const facts = { userId, role: user.role, groups: user.groups ?? [], disabled: user.disabledAt !== undefined };
        deps.log.info({ event: 'user.changed', ...facts, ...actorOf(staff) }, 'a user was changed');
        return managedUser(user);
      });

/** Checks that a role exists, and locks it so that it is not deleted before it is assigned. */
const requireKnown = (roles: RoleRecords, { role }: StoredUser, before: StoredUser): ResultAsync<void, RoleUnknown> =>
  role === before.role ? okAsync(undefined) : requireRole(roles, role);

function changedBy(
  { disabledAt, groups: before, ...user }: StoredUser,
  {
    role = user.role,
    groups,
    disabled = disabledAt !== undefined,
  }: { [Key in 'role' | 'groups' | 'disabled']: ChangeUserCommand[Key] },
  clock: Clock,
): StoredUser {
  const given = groups ?? before;
  return {
    ...user,
    role,
    ...(given === undefined || given.length === 0 ? {} : { groups: given }),
    ...(disabled ? { disabledAt: disabledAt ?? clock.now() } : {}),
  };
}

/** An account as its managers see it. */
export const managedUser = ({
  id,
  email,
  name,
  role,
  createdAt,
  emailVerifiedAt,
  groups = [],
  disabledAt,
  invitedAt,
}: StoredUser) => ({
  id,
  email,
  name,
  role,
  createdAt,
  groups,
  disabled: disabledAt !== undefined,
  invited: invitedAt !== undefined,
  ...(emailVerifiedAt === undefined ? {} : { emailVerifiedAt }),
});
