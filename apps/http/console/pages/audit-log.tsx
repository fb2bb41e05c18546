import { formatInstant } from '../api/dates.js';
import type { AuditEntry } from '../api/schemas.js';
import { List } from '../ui/list.js';
import { Page } from '../ui/page.js';

const actorTypes = { user: 'User', 'api-key': 'API key', 'command-line': 'Command line' };

/** Who did what to which, when and from where. */
export const AuditLogPage = () => (
  <Page title="Audit log">
    <List<AuditEntry>
      caption="Audit log"
      path="/admin/audit-log"
      rowKey={({ id }) => id}
      searchText={(entry) => JSON.stringify(entry)}
      filters={[
        { name: 'action', label: 'Action' },
        { name: 'actor', label: 'Actor' },
        { name: 'target', label: 'Target' },
      ]}
      columns={[
        { header: 'When', cell: ({ at }) => formatInstant(at) },
        { header: 'Action', cell: ({ action }) => action },
        {
          header: 'Target',
          cell: ({ target }) => (
            <>
              {target?.type ?? '–'}
              <div class="muted">{target?.id}</div>
            </>
          ),
        },
        {
          header: 'Actor',
          cell: ({ actor, ip }) => (
            <>
              {actor === null ? 'Nobody signed in' : actorTypes[actor.type]}
              <div class="muted">{actor?.id}</div>
              <div class="muted">{ip}</div>
            </>
          ),
        },
        {
          header: 'Change',
          cell: ({ before, after }) => (
            <details>
              <summary>Show</summary>
              <pre>{changeText(before, after)}</pre>
            </details>
          ),
        },
      ]}
    />
  </Page>
);

const changeText = (before: unknown, after: unknown): string =>
  [before, after].map((part) => JSON.stringify(part ?? null, undefined, 2)).join('\n→\n');
