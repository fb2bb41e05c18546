import { formatInstant } from '../../api/dates.js';
import type { FailedJob, Job } from '../../api/schemas.js';
import { List } from '../../ui/list.js';
import { Loaded, ProblemNotice } from '../../ui/page.js';
import { Table } from '../../ui/table.js';
import { useAct } from '../../ui/use-act.js';
import { useResource } from '../../ui/use-resource.js';
import { useVersion } from '../../ui/use-version.js';
import { State, wordsOf } from '../../ui/words.js';
import { SettingsPage } from './settings-page.js';

/** What the shop does in the background: when, whether it is paused, and what failed. */
export function JobsPage() {
  const [version, reload] = useVersion();
  const failed = useResource<{ readonly data: readonly FailedJob[]; readonly meta: { readonly total: number } }>(
    '/admin/jobs/failed?limit=100',
    version,
  );
  const { problem, act } = useAct(reload);
  return (
    <SettingsPage title="Jobs">
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <List<Job>
        caption="Jobs"
        path="/admin/jobs"
        version={version}
        isWhole
        rowKey={({ name }) => name}
        searchText={({ name }) => name}
        columns={[
          { header: 'Name', cell: ({ name }) => name },
          { header: 'Schedule', cell: ({ schedule }) => (schedule === null ? 'When needed' : <code>{schedule}</code>) },
          { header: 'Last run', cell: ({ lastRunAt }) => formatInstant(lastRunAt) },
          { header: 'Next run', cell: ({ nextRunAt }) => formatInstant(nextRunAt) },
          { header: 'Failures', cell: ({ failures }) => failures, numeric: true },
          { header: 'State', cell: ({ paused }) => <State state={paused ? 'paused' : 'enabled'} /> },
          {
            header: 'Actions',
            cell: ({ name, paused, schedule, failures }) => (
              <div class="actions">
                <button
                  type="button"
                  aria-label={`${paused ? 'Resume' : 'Pause'} ${name}`}
                  onClick={() =>
                    void act(
                      `/admin/jobs/${name}/${paused ? 'resume' : 'pause'}`,
                      `${name} was ${paused ? 'resumed' : 'paused'}.`,
                    )
                  }
                >
                  {paused ? 'Resume' : 'Pause'}
                </button>
                {(schedule !== null || failures > 0) && (
                  <button
                    type="button"
                    aria-label={`${schedule === null ? 'Retry' : 'Run'} ${name}`}
                    onClick={() => void act(`/admin/jobs/${name}/run`, `${name} was started.`)}
                  >
                    {schedule === null ? 'Retry' : 'Run'}
                  </button>
                )}
              </div>
            ),
          },
        ]}
      />
      <h2>Failed runs</h2>
      <Loaded resource={failed}>
        {({ data, meta: { total } }) => (
          <>
            {total > data.length && <p class="muted">{`The latest ${data.length} of ${total}.`}</p>}
            <Table
              caption="Failed runs"
              rows={data}
              rowKey={({ id }) => id}
              empty="No run has failed."
              columns={[
                { header: 'Job', cell: ({ job }) => wordsOf(job) },
                { header: 'Failed', cell: ({ failedAt }) => formatInstant(failedAt) },
                { header: 'Attempts', cell: ({ attempts }) => attempts, numeric: true },
                { header: 'Reason', cell: ({ reason }) => reason },
                {
                  header: 'Actions',
                  cell: ({ id, job }) => (
                    <button
                      type="button"
                      onClick={() => void act(`/admin/jobs/failed/${id}/retry`, `${job} is run again.`)}
                    >
                      Retry
                    </button>
                  ),
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </SettingsPage>
  );
}
