import { err, ok, type Result } from 'neverthrow';
import { permissionsOfCaller, type Caller } from '../../caller.js';
import type { Permission } from '../permissions.js';

/** Somebody would grant more than they may do, or change somebody who may do more. */
export type PermissionNotHeld = {
  readonly type: 'auth.permission-not-held';
  /** Those that the caller lacks. */
  readonly permissions: readonly Permission[];
};

/** Nobody gives away a permission that they do not have: managing users would otherwise make an admin of anybody. */
export function requireHeld(staff: Caller, permissions: readonly Permission[]): Result<void, PermissionNotHeld> {
  const held = permissionsOfCaller(staff);
  const missing = permissions.filter((permission) => !held.includes(permission));
  return missing.length === 0 ? ok(undefined) : err({ type: 'auth.permission-not-held', permissions: missing });
}
