import { useId, useState } from 'preact/hooks';
import { send } from '../api/api.js';
import { formatInstant } from '../api/dates.js';
import type { ProductImport } from '../api/schemas.js';
import { CheckField, FileField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Loaded, Page } from '../ui/page.js';
import { Progress } from '../ui/progress.js';
import { navigate, root } from '../ui/router.js';
import { storedList } from '../ui/stored-list.js';
import { Table } from '../ui/table.js';
import { usePolled } from '../ui/use-polled.js';
import { wordsOf } from '../ui/words.js';

/** An import that was started in this browser. The API has no list of them. */
type Started = { readonly jobId: string; readonly file: string; readonly dryRun: boolean; readonly at: string };

const imports = storedList<Started>('console.imports', 365);

/** Uploads a CSV file of products, and lists the imports of this browser. */
export function ImportsPage() {
  return (
    <Page title="Imports">
      <Form
        label="Import"
        button="Import"
        submit={async (values) => {
          const file = values.file('file');
          if (file === undefined) return;
          const dryRun = values.isChecked('dryRun');
          const { body } = await send<{ readonly jobId: string }>(
            'POST',
            `/admin/imports/products${dryRun ? '?dryRun=true' : ''}`,
            { body: new Blob([file], { type: 'text/csv' }) },
          );
          imports.add({ jobId: body.jobId, file: file.name, dryRun, at: new Date().toISOString() });
          navigate(`/imports/${body.jobId}`);
        }}
      >
        <FileField label="File" name="file" accept=".csv,text/csv" hint="CSV, as the export of products has it." />
        <CheckField label="Dry run" name="dryRun" hint="Checks the file and changes nothing." />
      </Form>
      <h2>Imports of this browser</h2>
      <StartedImports />
    </Page>
  );
}

function StartedImports() {
  const id = useId();
  const [search, setSearch] = useState('');
  const rows = imports.read().filter(({ file }) => file.toLowerCase().includes(search.toLowerCase()));
  return (
    <>
      <search class="filters">
        <div class="field">
          <label for={id}>Search</label>
          <input id={id} type="search" onInput={({ currentTarget }) => setSearch(currentTarget.value)} />
        </div>
      </search>
      <Table
        caption="Imports of this browser"
        rows={rows}
        rowKey={({ jobId }) => jobId}
        columns={[
          { header: 'File', cell: ({ jobId, file }) => <a href={`${root}/imports/${jobId}`}>{file}</a> },
          { header: 'Started', cell: ({ at }) => formatInstant(at) },
          { header: 'Kind', cell: ({ dryRun }) => (dryRun ? 'Dry run' : 'Import') },
        ]}
      />
    </>
  );
}

/** One import while it runs, and its result: what it made, and the lines that it rejected. */
export function ImportPage({ id }: { readonly id: string }) {
  const resource = usePolled<ProductImport>(
    `/admin/imports/${id}`,
    ({ status }) => status === 'completed' || status === 'failed',
  );
  return (
    <Page title="Import" actions={<a href={`${root}/imports`}>All imports</a>}>
      <Loaded resource={resource}>
        {({ status, total, processed, dryRun, counts, failures, failureCount, ignoredColumns }) => (
          <>
            <Progress label={dryRun ? 'Dry run' : 'Import'} value={processed} total={total} state={wordsOf(status)} />
            <h2>Result</h2>
            <Table
              caption="Result"
              rows={Object.entries(counts)}
              rowKey={([name]) => name}
              columns={[
                { header: 'What', cell: ([name]) => wordsOf(name) },
                { header: 'Created', cell: ([, { created }]) => created, numeric: true },
                { header: 'Changed', cell: ([, { changed }]) => changed, numeric: true },
                { header: 'Unchanged', cell: ([, { unchanged }]) => unchanged, numeric: true },
                { header: 'Rejected', cell: ([, { rejected }]) => rejected, numeric: true },
              ]}
            />
            {ignoredColumns.length > 0 && <p>Ignored columns: {ignoredColumns.join(', ')}.</p>}
            <h2>Failures ({failureCount})</h2>
            <Table
              caption="Failures"
              rows={failures}
              rowKey={({ line, column = '', code }) => `${line} ${column} ${code}`}
              empty="No line was rejected."
              columns={[
                { header: 'Line', cell: ({ line }) => line, numeric: true },
                { header: 'Column', cell: ({ column }) => column ?? '–' },
                { header: 'Reason', cell: ({ reason }) => reason },
                { header: 'Code', cell: ({ code }) => <code>{code}</code> },
              ]}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}
