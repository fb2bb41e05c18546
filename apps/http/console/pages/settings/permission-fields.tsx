import type { Role } from '../../api/schemas.js';
import { CheckField, Fields } from '../../ui/fields.js';
import { useResource } from '../../ui/use-resource.js';

/** A box for each permission of the shop. The role of admins has them all. */
export function PermissionFields({ granted = [] }: { readonly granted?: readonly string[] }) {
  const roles = useResource<{ readonly data: readonly Role[] }>('/admin/roles?limit=100');
  const permissions = [...new Set((roles.answer?.body.data ?? []).flatMap((role) => role.permissions))].sort();
  return (
    <Fields legend="Permissions">
      <div class="side-by-side">
        {permissions.map((permission) => (
          <CheckField
            key={permission}
            label={permission}
            name="permissions"
            value={permission}
            checked={granted.includes(permission)}
          />
        ))}
      </div>
    </Fields>
  );
}
