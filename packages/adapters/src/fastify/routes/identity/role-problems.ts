import type { PermissionNotHeld, RoleUnknown } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';

/** Somebody grants more than they may do themselves. */
export const permissionProblems = {
  'auth.permission-not-held': {
    status: 403,
    title: 'You do not have these permissions yourself',
    detail: 'Grant only what you may do, and change nobody who may do more than you.',
  },
} satisfies Problems<PermissionNotHeld>;

/** A request names a role that does not exist. */
export const roleProblems = {
  'role.unknown': {
    status: 400,
    title: 'No such role',
    detail: '`errors` names the roles that there are.',
    facts: ({ values }) => ({
      errors: [
        { field: 'role', code: 'not-allowed', params: { values }, message: `must be one of ${values.join(', ')}` },
      ],
    }),
  },
} satisfies Problems<RoleUnknown>;
