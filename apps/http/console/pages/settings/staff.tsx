import { send } from '../../api/api.js';
import { formatDay } from '../../api/dates.js';
import type { ManagedUser, Role } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { CheckField, SelectField, TextField, type Option } from '../../ui/fields.js';
import { List } from '../../ui/list.js';
import { useResource } from '../../ui/use-resource.js';
import { useVersion } from '../../ui/use-version.js';
import { State } from '../../ui/words.js';
import { SettingsPage } from './settings-page.js';

/** Users and their roles. Staff are invited by mail. */
export function StaffPage() {
  const roles = useResource<{ readonly data: readonly Role[] }>('/admin/roles?limit=100');
  const names: readonly Option[] = (roles.answer?.body.data ?? []).map(({ name }) => [name, name]);
  const [version, onDone] = useVersion();
  return (
    <SettingsPage
      title="Staff"
      actions={
        <DialogButton
          button="Invite"
          title="Invite to the staff"
          done="The invitation was sent."
          onDone={onDone}
          submit={(values) => {
            const name = values.optional('name');
            const body = {
              email: values.text('email'),
              role: values.text('role'),
              ...(name === undefined ? {} : { name }),
            };
            return send('POST', '/admin/users', { body });
          }}
        >
          <TextField label="E-mail" name="email" type="email" required />
          <TextField label="Name" name="name" />
          <SelectField label="Role" name="role" options={names} value="viewer" />
        </DialogButton>
      }
    >
      <List<ManagedUser>
        caption="Users"
        path="/admin/users"
        version={version}
        rowKey={({ id }) => id}
        filters={[{ name: 'role', label: 'Role', options: names }]}
        columns={[
          { header: 'E-mail', cell: ({ email }) => email },
          { header: 'Name', cell: ({ name }) => name },
          { header: 'Role', cell: ({ role }) => role },
          { header: 'Since', cell: ({ createdAt }) => formatDay(createdAt) },
          {
            header: 'State',
            cell: ({ disabled, invited }) => <State state={disabled ? 'disabled' : invited ? 'invited' : 'active'} />,
          },
          {
            header: 'Actions',
            cell: ({ id, email, role, disabled, invited }) => (
              <div class="actions">
                <DialogButton
                  button="Edit"
                  confirm="Save"
                  title={`Edit ${email}`}
                  done={`${email} was saved.`}
                  onDone={onDone}
                  submit={(values) =>
                    send('PATCH', `/admin/users/${id}`, {
                      body: { role: values.text('role'), disabled: values.isChecked('disabled') },
                    })
                  }
                >
                  <SelectField label="Role" name="role" options={names} value={role} />
                  <CheckField label="Disabled" name="disabled" checked={disabled} hint="Cannot sign in." />
                </DialogButton>
                {invited && (
                  <DialogButton
                    button="Invite again"
                    title={`Send the invitation to ${email} again?`}
                    done="The invitation was sent again."
                    submit={() => send('POST', `/admin/users/${id}/invitation`)}
                  />
                )}
              </div>
            ),
          },
        ]}
      />
    </SettingsPage>
  );
}
