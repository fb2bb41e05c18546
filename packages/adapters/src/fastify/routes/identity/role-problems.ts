import type { PermissionNotHeld, RoleUnknown } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';

/** A user grants permissions that they do not have. */
export const permissionProblems = {
  'auth.permission-not-held': {
    status: 403,
    title: 'You do not have these permissions yourself',
    detail: 'Grant only permissions that you have, and do not change users who have more.',
  },
} satisfies Problems<PermissionNotHeld>;

/** A request names a role that does not exist. */
export const roleProblems = {
  'role.unknown': {
    status: 400,
    title: 'No such role',
    detail: 'No role has this name.',
    hint: '`errors` lists the existing roles.',
    facts: ({ values }) => ({
      errors: [
        { field: 'role', code: 'not-allowed', params: { values }, message: `must be one of ${values.join(', ')}` },
      ],
    }),
  },
} satisfies Problems<RoleUnknown>;
