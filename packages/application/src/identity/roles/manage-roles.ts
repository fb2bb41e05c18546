import { err, errAsync, okAsync, type Result, type ResultAsync } from 'neverthrow';
import { actorOf, type StaffCaller } from '../../caller.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Log } from '../../ports/log.js';
import type { SessionReader } from '../../ports/read-models/session-reader.js';
import type { DefinedRole, RoleNameTaken } from '../../ports/repositories/identity/role-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { builtInRoles, isBuiltIn, permissionsOf, type Permission } from '../permissions.js';
import { requireHeld, type PermissionNotHeld } from './held-permissions.js';
import { expectVersion, type VersionStale } from '../../expect-version.js';

/** A role as its managers see it. */
export type ManagedRole = DefinedRole & { readonly builtIn: boolean };
export type RoleNotFound = { readonly type: 'role.not-found'; readonly name: string };
/** The role is built in. */
export type RoleBuiltIn = { readonly type: 'role.built-in'; readonly name: string };
/** Users have the role. */
export type RoleInUse = { readonly type: 'role.in-use'; readonly users: number };
/** The role has changed since the caller read it. */
export type RoleVersionStale = VersionStale<'role.stale'>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly sessionReader: SessionReader; readonly log: Log };
type Reads = { readonly unitOfWork: Pick<UnitOfWork, 'read'> };

const builtIn: readonly ManagedRole[] = builtInRoles.map((name) => ({
  name,
  permissions: permissionsOf(name),
  version: 1,
  builtIn: true,
}));
const defined = (role: DefinedRole): ManagedRole => ({ ...role, builtIn: false });

/** All roles: built-in ones, then those of the shop by name. */
export type ListRoles = (query: object) => ResultAsync<readonly ManagedRole[], StorageUnavailable>;

export const makeListRoles =
  ({ unitOfWork }: Reads): ListRoles =>
  () =>
    unitOfWork.read(({ roles }) => roles.list()).map((own) => [...builtIn, ...own.map(defined)]);

export type ViewRoleError = RoleNotFound | StorageUnavailable;
export type ViewRole = (query: { readonly name: string }) => ResultAsync<ManagedRole, ViewRoleError>;

export const makeViewRole =
  ({ unitOfWork }: Reads): ViewRole =>
  ({ name }) => {
    const known = builtIn.find((role) => role.name === name);
    if (known !== undefined) return okAsync(known);
    return unitOfWork
      .read(({ roles }) => roles.find(name))
      .andThen((found) =>
        found === undefined ? errAsync({ type: 'role.not-found', name } as const) : okAsync(defined(found)),
      );
  };

export type DefineRoleCommand = { readonly name: string; readonly permissions: readonly Permission[] };
export type DefineRoleError = RoleNameTaken | PermissionNotHeld | StorageUnavailable;
/** Defines a role with permissions that the caller has. */
export type DefineRole = (command: DefineRoleCommand, staff: StaffCaller) => ResultAsync<ManagedRole, DefineRoleError>;

export const makeDefineRole =
  ({ unitOfWork, log }: Pick<Deps, 'unitOfWork' | 'log'>): DefineRole =>
  ({ name: given, permissions }, staff) => {
    const name = given.normalize('NFC').trim();
    if (isBuiltIn(name.toLowerCase())) return errAsync({ type: 'role.name-taken', name });
    const role = { name, permissions: [...new Set(permissions)], version: 1 };
    return requireHeld(staff, permissions)
      .asyncAndThen(() => unitOfWork.run(({ roles }) => roles.add(role)))
      .map(() => {
        log.info({ event: 'role.defined', ...role, ...actorOf(staff) }, 'a role was defined');
        return defined(role);
      });
  };

type RoleChange = { readonly name: string; readonly expectedVersion?: number };
type ChangeRefusal = RoleNotFound | RoleBuiltIn | RoleVersionStale;
export type ChangeRoleCommand = RoleChange & { readonly permissions: readonly Permission[] };
export type ChangeRoleError = ChangeRefusal | PermissionNotHeld | StorageUnavailable;
/** Changes the permissions of a role, for the next requests of its users. */
export type ChangeRole = (command: ChangeRoleCommand, staff: StaffCaller) => ResultAsync<ManagedRole, ChangeRoleError>;

export const makeChangeRole =
  ({ unitOfWork, sessionReader, log }: Deps): ChangeRole =>
  ({ permissions, ...change }, staff) => {
    if (isBuiltIn(change.name)) return errAsync({ type: 'role.built-in', name: change.name });
    return unitOfWork
      .run(({ roles }) =>
        roles
          .lock(change.name)
          .andThen((found) => expectedRole(found, change))
          .andThen((before) => {
            const added = permissions.filter((permission) => !before.permissions.includes(permission));
            const after = { ...before, permissions: [...new Set(permissions)], version: before.version + 1 };
            return requireHeld(staff, added)
              .asyncAndThen(() => roles.save(after))
              .map(() => after);
          }),
      )
      .map((role) => {
        sessionReader.forget();
        log.info({ event: 'role.changed', ...role, ...actorOf(staff) }, 'a role was changed');
        return defined(role);
      });
  };

export type DeleteRoleError = ChangeRefusal | RoleInUse | StorageUnavailable;
/** Deletes a role without users. */
export type DeleteRole = (command: RoleChange, staff: StaffCaller) => ResultAsync<void, DeleteRoleError>;

export const makeDeleteRole =
  ({ unitOfWork, log }: Pick<Deps, 'unitOfWork' | 'log'>): DeleteRole =>
  (change, staff) => {
    const { name } = change;
    if (isBuiltIn(name)) return errAsync({ type: 'role.built-in', name });
    return unitOfWork
      .run(({ roles, users }) =>
        roles
          .lock(name)
          .andThen((found) => expectedRole(found, change))
          .andThen(() => users.countWithRole(name))
          .andThen((count) =>
            count === 0 ? roles.remove(name) : errAsync({ type: 'role.in-use', users: count } as const),
          ),
      )
      .map(() => log.info({ event: 'role.deleted', name, ...actorOf(staff) }, 'a role was deleted'));
  };

function expectedRole(
  found: DefinedRole | undefined,
  { name, expectedVersion }: RoleChange,
): Result<DefinedRole, RoleNotFound | RoleVersionStale> {
  if (found === undefined) return err({ type: 'role.not-found', name });
  return expectVersion(found, expectedVersion, 'role.stale');
}
