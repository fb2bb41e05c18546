import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { permissionsOfCaller, type Caller } from '../../caller.js';
import type { RoleRecords } from '../../ports/repositories/identity/role-records.js';
import type { Permission, RoleName } from '../permissions.js';
import { grantedTo } from './known-roles.js';

/** The caller lacks permissions that they grant, or that the changed user has. */
export type PermissionNotHeld = {
  readonly type: 'auth.permission-not-held';
  /** The permissions that the caller lacks. */
  readonly permissions: readonly Permission[];
};

/** Callers can only grant permissions that they have. Otherwise a user manager could become an admin. */
export function requireHeld(staff: Caller, permissions: readonly Permission[]): Result<void, PermissionNotHeld> {
  const held = permissionsOfCaller(staff);
  const missing = permissions.filter((permission) => !held.includes(permission));
  return missing.length === 0 ? ok(undefined) : err({ type: 'auth.permission-not-held', permissions: missing });
}

/** The same for the permissions of roles: of those that are granted, and of those that a changed user has. */
export const requireRolesHeld = (
  staff: Caller,
  roles: Pick<RoleRecords, 'find'>,
  names: readonly RoleName[],
): ResultAsync<void, PermissionNotHeld> =>
  grantedTo(roles, names).andThen((permissions) => requireHeld(staff, permissions));
