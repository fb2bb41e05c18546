import { useRef } from 'preact/hooks';
import { formatInstant } from '../api/dates.js';
import type { AuditEntry } from '../api/schemas.js';
import { List } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { wordsOf } from '../ui/words.js';
import { Named, type Read } from './audit-names.js';

const actorTypes = { user: 'User', 'api-key': 'API key', 'command-line': 'Command line' };

/** Who did what to which, when and from where. */
export function AuditLogPage() {
  const { current: read } = useRef<Read>(new Map());
  return (
    <Page title="Audit log">
      <List<AuditEntry>
        caption="Audit log"
        path="/admin/audit-log"
        rowKey={({ id }) => id}
        searchText={(entry) => JSON.stringify(entry)}
        // The name of each thing is a request.
        limit={20}
        filters={[
          { name: 'action', label: 'Action' },
          { name: 'actor', label: 'Id of the actor' },
          { name: 'target', label: 'Type or id of the target' },
        ]}
        columns={[
          { header: 'When', cell: ({ at }) => formatInstant(at) },
          { header: 'Action', cell: ({ action }) => action },
          {
            header: 'Target',
            cell: ({ target }) => (
              <>
                {target === null ? '–' : wordsOf(target.type)}
                <div class="muted">
                  {target !== null && target.id !== null && <Named type={target.type} id={target.id} read={read} />}
                </div>
              </>
            ),
          },
          {
            header: 'Actor',
            cell: ({ actor, ip }) => (
              <>
                {actor === null ? 'Nobody signed in' : actorTypes[actor.type]}
                <div class="muted">{actor !== null && <Named type={actor.type} id={actor.id} read={read} />}</div>
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
}

const changeText = (before: unknown, after: unknown): string =>
  [before, after].map((part) => JSON.stringify(part ?? null, undefined, 2)).join('\n→\n');
