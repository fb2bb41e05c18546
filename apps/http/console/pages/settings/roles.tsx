import { send } from '../../api/api.js';
import type { Role } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { List } from '../../ui/list.js';
import { useVersion } from '../../ui/use-version.js';
import { State } from '../../ui/words.js';
import { PermissionFields } from './permission-fields.js';
import { SettingsPage } from './settings-page.js';

/** Built-in roles, and roles that the shop defines. */
export function RolesPage() {
  const [version, onDone] = useVersion();
  return (
    <SettingsPage
      title="Roles"
      actions={
        <DialogButton
          button="Define a role"
          confirm="Save"
          title="Define a role"
          done="The role was defined."
          onDone={onDone}
          submit={(values) =>
            send('POST', '/admin/roles', {
              body: { name: values.text('name'), permissions: values.all('permissions') },
            })
          }
        >
          <TextField label="Name" name="name" required />
          <PermissionFields />
        </DialogButton>
      }
    >
      <List<Role>
        caption="Roles"
        path="/admin/roles"
        version={version}
        rowKey={({ name }) => name}
        searchText={({ name, permissions }) => `${name} ${permissions.join(' ')}`}
        columns={[
          { header: 'Name', cell: ({ name }) => name },
          { header: 'Kind', cell: ({ builtIn }) => <State state={builtIn ? 'built-in' : 'own'} /> },
          { header: 'Permissions', cell: ({ permissions }) => permissions.join(', ') || 'None' },
          { header: 'Actions', cell: (role) => !role.builtIn && <RoleActions role={role} onDone={onDone} /> },
        ]}
      />
    </SettingsPage>
  );
}

function RoleActions({ role: { name, permissions }, onDone }: { readonly role: Role; readonly onDone: () => void }) {
  const path = `/admin/roles/${encodeURIComponent(name)}`;
  return (
    <div class="actions">
      <DialogButton
        button="Edit"
        confirm="Save"
        title={`Permissions of ${name}`}
        done={`${name} was saved.`}
        onDone={onDone}
        submit={(values) => send('PATCH', path, { body: { permissions: values.all('permissions') } })}
      >
        <PermissionFields granted={permissions} />
      </DialogButton>
      <DialogButton
        button="Delete"
        title={`Delete the role ${name}?`}
        done={`${name} was deleted.`}
        onDone={onDone}
        isDangerous
        submit={() => send('DELETE', path)}
      >
        <p>Give its users another role first.</p>
      </DialogButton>
    </div>
  );
}
