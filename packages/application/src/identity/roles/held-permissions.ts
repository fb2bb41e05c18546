import { err, ok, type Result } from 'neverthrow';
import { permissionsOfCaller, type Caller } from '../../caller.js';
import type { Permission } from '../permissions.js';

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
