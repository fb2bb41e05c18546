import { allPermissions, permissionsOf } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { mayDo } from './permissions.js';

describe('the console', () => {
  it.each(['customer', 'viewer', 'support', 'editor', 'admin'] as const)(
    'offers the role %s what it grants, and nothing else',
    (role) => {
      expect(allPermissions.filter((permission) => mayDo(role, permission))).toEqual(
        allPermissions.filter((permission) => permissionsOf(role).includes(permission)),
      );
    },
  );

  it('offers a role of the shop everything, and leaves it to the API', () => {
    expect(mayDo('packer', 'orders.fulfil')).toBe(true);
  });
});
