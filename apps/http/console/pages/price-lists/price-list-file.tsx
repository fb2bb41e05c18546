import { send, urlOf } from '../../api/api.js';
import { ApiError } from '../../api/problem.js';
import { announce } from '../../ui/announcer.js';
import { FileField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useMay } from '../../ui/user.js';
import type { PriceListProps } from './price-list-fields.js';

/** The prices of a list as a file, out and in. */
export function PriceListFile({ list: { id, prices }, etag, reload }: PriceListProps) {
  const canEdit = useMay()('pricing.edit');
  const path = `/admin/price-lists/${id}/prices.csv`;
  return (
    <>
      <h2>Prices as a file</h2>
      <p>
        <a class="button" href={urlOf(path)} download="prices.csv">
          Export as CSV
        </a>
      </p>
      {canEdit && (
        <Form
          label="Import of prices"
          button="Import"
          // Empty again after an import. It replaces the prices that this page shows.
          record={{ etag, shown: prices }}
          reload={reload}
          submit={async (values, ifMatch) => {
            const file = values.file('file');
            if (file === undefined) return;
            await replacePrices(path, file, ifMatch);
            announce('The prices were imported.');
            reload();
          }}
        >
          <FileField
            label="File"
            name="file"
            accept=".csv,text/csv"
            hint="CSV, as the export has it. It replaces all prices of the list, or none if a line is wrong."
          />
        </Form>
      )}
    </>
  );
}

async function replacePrices(path: string, file: File, ifMatch: string | undefined): Promise<void> {
  try {
    await send('PUT', path, { body: new Blob([file], { type: 'text/csv' }), ifMatch });
  } catch (thrown) {
    if (!(thrown instanceof ApiError) || thrown.problem.failures === undefined) throw thrown;
    const errors = thrown.problem.failures.map(({ line, column, reason }) => ({
      field: 'file',
      message: `Line ${line}${column === '' ? '' : `, ${column}`}: ${reason}`,
    }));
    throw new ApiError({ ...thrown.problem, errors });
  }
}
