import { useState } from 'preact/hooks';
import { send } from '../../api/api.js';
import { formatInstant } from '../../api/dates.js';
import type { ReportFile, RequestedReportFile } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { SelectField, type Option } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { Loaded } from '../../ui/page.js';
import { storedList } from '../../ui/stored-list.js';
import { usePolled } from '../../ui/use-polled.js';
import { useMay } from '../../ui/user.js';
import { State, wordsOf } from '../../ui/words.js';

/** A file that was requested in this browser. The API has no list of them, and deletes each after a day. */
type Requested = { readonly id: string; readonly name: string; readonly at: string };

const files = storedList<Requested>('console.report-files', 1);
const reports = ['sales', 'top-products', 'low-stock', 'customers', 'promotions', 'taxes', 'reviews'];
const formats: readonly Option[] = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
];

type Props = { readonly from: string; readonly to: string; readonly groupBy: string };

/** Reports that a job writes to files: those of many years take longer than a page can wait. */
export function ReportFiles({ from, to, groupBy }: Props) {
  const may = useMay();
  const [requested, setRequested] = useState(() => files.read());
  const options = may('orders.read') ? [...reports, 'orders'] : reports;
  return (
    <section>
      <h2>Files</h2>
      <Form
        label="Report as a file"
        button="Write a file"
        submit={async (values) => {
          const report = values.text('report');
          const period = report === 'low-stock' ? {} : { from, to, ...(report === 'sales' ? { groupBy } : {}) };
          const body = { report, format: values.text('format'), ...period };
          const { id } = (await send<RequestedReportFile>('POST', '/admin/report-files', { body })).body;
          const days = report === 'low-stock' ? '' : `, ${from} to ${to}`;
          files.add({ id, name: wordsOf(report) + days, at: new Date().toISOString() });
          setRequested(files.read());
          announce('The file was requested.');
        }}
      >
        <div class="side-by-side">
          <SelectField
            label="Report"
            name="report"
            options={options.map((report) => [report, wordsOf(report)] as const)}
            hint="Of the period above. The stock is that of now."
          />
          <SelectField label="Format" name="format" options={formats} />
        </div>
      </Form>
      <ul class="chosen">
        {requested.map((file) => (
          <li key={file.id}>
            <FileRow file={file} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One file: whether it is written, and the link to it. Each time it is loaded, it has another link. */
function FileRow({ file: { id, name, at } }: { readonly file: Requested }) {
  const resource = usePolled<ReportFile>(`/admin/report-files/${id}`, ({ status }) => status !== 'queued');
  return (
    <>
      <span>
        {name} <span class="muted">requested {formatInstant(at)}</span>
      </span>
      <Loaded resource={resource}>
        {({ status, format, url, expiresAt }) => (
          <>
            <State state={status} />
            {status === 'failed' && <span>It is larger than a file may be. Choose a shorter period.</span>}
            {url !== undefined && (
              <>
                <a class="button" href={url} rel="noreferrer" aria-label={`Download ${format.toUpperCase()}: ${name}`}>
                  Download {format.toUpperCase()}
                </a>
                <span class="muted">The link works until {formatInstant(expiresAt)}.</span>
                <button type="button" aria-label={`New link to ${name}`} onClick={resource.reload}>
                  New link
                </button>
              </>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
