import { send } from '../../api/api.js';
import type { CustomerGroup } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { List } from '../../ui/list.js';
import { useVersion } from '../../ui/use-version.js';
import { SettingsPage } from './settings-page.js';

/** The groups that customers can belong to. */
export function GroupsPage() {
  const [version, onDone] = useVersion();
  return (
    <SettingsPage
      title="Customer groups"
      actions={
        <DialogButton
          button="Add a group"
          confirm="Save"
          title="Add a customer group"
          done="The group was added."
          onDone={onDone}
          submit={(values) => send('POST', '/admin/customer-groups', { body: { name: values.text('name') } })}
        >
          <TextField label="Name" name="name" required />
        </DialogButton>
      }
    >
      <List<CustomerGroup>
        caption="Customer groups"
        path="/admin/customer-groups"
        version={version}
        rowKey={({ id }) => id}
        searchText={({ name }) => name}
        columns={[
          { header: 'Name', cell: ({ name }) => name },
          {
            header: 'Actions',
            cell: ({ id, name }) => (
              <div class="actions">
                <DialogButton
                  button="Rename"
                  confirm="Save"
                  title={`Rename ${name}`}
                  done="The group was renamed."
                  onDone={onDone}
                  submit={(values) =>
                    send('PATCH', `/admin/customer-groups/${id}`, { body: { name: values.text('name') } })
                  }
                >
                  <TextField label="Name" name="name" value={name} required />
                </DialogButton>
                <DialogButton
                  button="Delete"
                  title={`Delete the group ${name}?`}
                  done="The group was deleted."
                  onDone={onDone}
                  isDangerous
                  submit={() => send('DELETE', `/admin/customer-groups/${id}`)}
                />
              </div>
            ),
          },
        ]}
      />
    </SettingsPage>
  );
}
