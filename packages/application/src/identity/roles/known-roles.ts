import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import type { RoleRecords } from '../../ports/repositories/identity/role-records.js';
import { builtInRoles, isBuiltIn, permissionsOf, type Permission, type RoleName } from '../permissions.js';

/** No role has the name; `values` are the existing names. */
export type RoleUnknown = { readonly type: 'role.unknown'; readonly values: readonly RoleName[] };

/** Checks that a role exists. A role of the shop is locked, so that it is not deleted before it is assigned. */
export const requireRole = (roles: RoleRecords, name: RoleName): ResultAsync<void, RoleUnknown> =>
  isBuiltIn(name)
    ? okAsync(undefined)
    : roles
        .lock(name)
        .andThen((found) =>
          found === undefined
            ? knownRoles(roles).andThen((values) => errAsync({ type: 'role.unknown', values } as const))
            : okAsync(undefined),
        );

/** Checks that a role exists and is a staff role. */
export const requireStaffRole = (roles: RoleRecords, name: RoleName): ResultAsync<void, RoleUnknown> =>
  name === 'customer'
    ? knownRoles(roles).andThen((values) =>
        errAsync({ type: 'role.unknown', values: values.filter((value) => value !== 'customer') } as const),
      )
    : requireRole(roles, name);

const knownRoles = (roles: Pick<RoleRecords, 'list'>): ResultAsync<readonly RoleName[], never> =>
  roles.list().map((defined) => [...builtInRoles, ...defined.map((role) => role.name)]);

/** The union of the permissions of some roles. */
export const grantedTo = (
  roles: Pick<RoleRecords, 'find'>,
  names: readonly RoleName[],
): ResultAsync<readonly Permission[], never> =>
  ResultAsync.combine(
    [...new Set(names)].map((name) =>
      isBuiltIn(name)
        ? okAsync<readonly Permission[]>(permissionsOf(name))
        : roles.find(name).map((found) => found?.permissions ?? []),
    ),
  ).map((sets) => [...new Set(sets.flat())]);
