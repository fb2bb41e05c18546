import { useState } from 'preact/hooks';
import { send } from '../../api/api.js';
import { formatInstant } from '../../api/dates.js';
import type { Webhook, WebhookDelivery } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { CheckField, TextArea, TextField } from '../../ui/fields.js';
import { List } from '../../ui/list.js';
import { root } from '../../ui/router.js';
import { Secret } from '../../ui/secret.js';
import { useVersion } from '../../ui/use-version.js';
import { State } from '../../ui/words.js';
import { SettingsPage } from './settings-page.js';

const eventsHint = 'One a line, such as order.paid.';

/** Addresses that are called when orders change. */
export function WebhooksPage() {
  const [version, onDone] = useVersion();
  const [secret, setSecret] = useState<string>();
  return (
    <SettingsPage
      title="Webhooks"
      actions={
        <DialogButton
          button="Add a webhook"
          confirm="Save"
          title="Add a webhook"
          done="The webhook was added."
          onDone={onDone}
          submit={async (values) => {
            const body = { url: values.text('url'), events: values.lines('events') };
            setSecret((await send<{ readonly secret: string }>('POST', '/admin/webhooks', { body })).body.secret);
          }}
        >
          <TextField label="Address" name="url" type="url" required />
          <TextArea label="Events" name="events" hint={eventsHint} required />
        </DialogButton>
      }
    >
      {secret !== undefined && <Secret label="The secret that signs the calls" secret={secret} />}
      <List<Webhook>
        caption="Webhooks"
        path="/admin/webhooks"
        version={version}
        rowKey={({ id }) => id}
        searchText={({ url, events }) => `${url} ${events.join(' ')}`}
        columns={[
          { header: 'Address', cell: ({ id, url }) => <a href={`${root}/settings/webhooks/${id}`}>{url}</a> },
          { header: 'Events', cell: ({ events }) => events.join(', ') },
          { header: 'State', cell: ({ enabled }) => <State state={enabled ? 'enabled' : 'disabled'} /> },
          { header: 'Added', cell: ({ createdAt }) => formatInstant(createdAt) },
          { header: 'Actions', cell: (webhook) => <WebhookActions webhook={webhook} onDone={onDone} /> },
        ]}
      />
    </SettingsPage>
  );
}

type ActionsProps = { readonly webhook: Webhook; readonly onDone: () => void };

function WebhookActions({ webhook: { id, url, events, enabled }, onDone }: ActionsProps) {
  return (
    <div class="actions">
      <DialogButton
        button="Edit"
        confirm="Save"
        title="Edit the webhook"
        done="The webhook was saved."
        onDone={onDone}
        submit={(values) =>
          send('PATCH', `/admin/webhooks/${id}`, {
            body: {
              url: values.text('url'),
              events: values.lines('events'),
              enabled: values.isChecked('enabled'),
            },
          })
        }
      >
        <TextField label="Address" name="url" type="url" value={url} required />
        <TextArea label="Events" name="events" value={events.join('\n')} hint={eventsHint} required />
        <CheckField label="Enabled" name="enabled" checked={enabled} />
      </DialogButton>
      <DialogButton
        button="Delete"
        title="Delete the webhook?"
        done="The webhook was deleted."
        onDone={onDone}
        isDangerous
        submit={() => send('DELETE', `/admin/webhooks/${id}`)}
      >
        <p>{url} is not called any more.</p>
      </DialogButton>
    </div>
  );
}

/** What was sent to one address, and its responses. */
export function DeliveriesPage({ id }: { readonly id: string }) {
  const [version, onDone] = useVersion();
  return (
    <SettingsPage title="Deliveries" actions={<a href={`${root}/settings/webhooks`}>All webhooks</a>}>
      <List<WebhookDelivery>
        caption="Deliveries"
        path={`/admin/webhooks/${id}/deliveries`}
        version={version}
        rowKey={(delivery) => delivery.id}
        searchText={({ type, status, reason }) => `${type} ${status} ${reason ?? ''}`}
        columns={[
          { header: 'Event', cell: ({ type }) => type },
          { header: 'Order', cell: ({ orderId }) => <a href={`${root}/orders/${orderId}`}>Open the order</a> },
          { header: 'State', cell: ({ status }) => <State state={status} /> },
          { header: 'Attempts', cell: ({ attempts }) => attempts, numeric: true },
          { header: 'Response', cell: ({ responseStatus, reason }) => reason ?? responseStatus ?? '–' },
          { header: 'Created', cell: ({ createdAt }) => formatInstant(createdAt) },
          {
            header: 'Actions',
            cell: (delivery) => (
              <DialogButton
                button="Send again"
                title="Send this event again?"
                done="The event is sent again."
                onDone={onDone}
                submit={() => send('POST', `/admin/webhooks/${id}/deliveries/${delivery.id}/redeliver`)}
              />
            ),
          },
        ]}
      />
    </SettingsPage>
  );
}
