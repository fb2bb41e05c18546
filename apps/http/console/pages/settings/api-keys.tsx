import { useState } from 'preact/hooks';
import { send } from '../../api/api.js';
import { formatInstant, fromLocalInput } from '../../api/dates.js';
import type { ApiKey } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { List } from '../../ui/list.js';
import { Secret } from '../../ui/secret.js';
import { useVersion } from '../../ui/use-version.js';
import { PermissionFields } from './permission-fields.js';
import { SettingsPage } from './settings-page.js';

/** Keys with which programs call the API. */
export function ApiKeysPage() {
  const [version, onDone] = useVersion();
  const [made, setMade] = useState<string>();
  return (
    <SettingsPage
      title="API keys"
      actions={
        <DialogButton
          button="Create a key"
          confirm="Save"
          title="Create an API key"
          done="The key was created."
          onDone={onDone}
          submit={async (values) => {
            const expiresAt = fromLocalInput(values.text('expiresAt'));
            const body = {
              name: values.text('name'),
              permissions: values.all('permissions'),
              ...(expiresAt === undefined ? {} : { expiresAt }),
            };
            setMade((await send<{ readonly key: string }>('POST', '/admin/api-keys', { body })).body.key);
          }}
        >
          <TextField label="Name" name="name" required />
          <TextField label="Expires" name="expiresAt" type="datetime-local" />
          <PermissionFields />
        </DialogButton>
      }
    >
      {made !== undefined && <Secret label="The new key" secret={made} />}
      <List<ApiKey>
        caption="API keys"
        path="/admin/api-keys"
        version={version}
        rowKey={({ id }) => id}
        searchText={({ name, permissions: granted }) => `${name} ${granted.join(' ')}`}
        columns={[
          { header: 'Name', cell: ({ name }) => name },
          { header: 'Permissions', cell: ({ permissions: granted }) => granted.join(', ') },
          { header: 'Created', cell: ({ createdAt }) => formatInstant(createdAt) },
          { header: 'Expires', cell: ({ expiresAt }) => formatInstant(expiresAt) },
          { header: 'Last used', cell: ({ lastUsedAt }) => formatInstant(lastUsedAt) },
          {
            header: 'Actions',
            cell: ({ id, name }) => (
              <DialogButton
                button="Revoke"
                title={`Revoke the key ${name}?`}
                done="The key was revoked."
                onDone={onDone}
                isDangerous
                submit={() => send('DELETE', `/admin/api-keys/${id}`)}
              >
                <p>Programs that use it are refused from now on.</p>
              </DialogButton>
            ),
          },
        ]}
      />
    </SettingsPage>
  );
}
