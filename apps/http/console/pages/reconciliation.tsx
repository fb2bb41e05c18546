import { send } from '../api/api.js';
import { formatInstant, fromLocalInput } from '../api/dates.js';
import { formatMoney } from '../api/money.js';
import type { Reconciliation, ReconciliationDifference, ReconciliationRow } from '../api/schemas.js';
import { DialogButton } from '../ui/dialog.js';
import { TextField } from '../ui/fields.js';
import { List } from '../ui/list.js';
import { Loaded, Page } from '../ui/page.js';
import { root } from '../ui/router.js';
import { Table } from '../ui/table.js';
import { usePolled } from '../ui/use-polled.js';
import { useVersion } from '../ui/use-version.js';
import { useMay } from '../ui/user.js';
import { wordsOf } from '../ui/words.js';

const periodOf = ({ from, to }: ReconciliationRow): string => `${formatInstant(from)} – ${formatInstant(to)}`;

/** Comparisons of the shop's payments with those of the provider. */
export function ReconciliationsPage() {
  const may = useMay();
  const [version, reload] = useVersion();
  return (
    <Page
      title="Reconciliation"
      actions={
        may('reconciliations.run') && (
          <DialogButton
            button="Reconcile now"
            confirm="Reconcile"
            title="Compare payments with the provider"
            done="The reconciliation was started."
            onDone={reload}
            submit={(values) => {
              const from = fromLocalInput(values.text('from'));
              const to = fromLocalInput(values.text('to'));
              const body = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
              return send('POST', '/admin/reconciliations', { body });
            }}
          >
            <TextField label="From" name="from" type="datetime-local" hint="Empty for the usual period." />
            <TextField label="To" name="to" type="datetime-local" />
          </DialogButton>
        )
      }
    >
      <List<ReconciliationRow>
        caption="Reconciliations"
        path="/admin/reconciliations"
        version={version}
        rowKey={({ id }) => id}
        searchText={(row) => `${periodOf(row)} ${row.requestedBy ?? ''}`}
        columns={[
          { header: 'Period', cell: (row) => <a href={`${root}/reconciliation/${row.id}`}>{periodOf(row)}</a> },
          { header: 'Requested', cell: ({ requestedAt }) => formatInstant(requestedAt) },
          { header: 'Finished', cell: ({ finishedAt }) => formatInstant(finishedAt) },
          { header: 'Payments', cell: ({ counts }) => counts.payments, numeric: true },
          { header: 'Differences', cell: ({ counts }) => counts.differences, numeric: true },
        ]}
      />
    </Page>
  );
}

/** One comparison with each difference. It is loaded again until it is finished. */
export function ReconciliationPage({ id }: { readonly id: string }) {
  const resource = usePolled<Reconciliation>(
    `/admin/reconciliations/${id}`,
    ({ finishedAt }) => finishedAt !== undefined,
  );
  return (
    <Page title="Reconciliation" actions={<a href={`${root}/reconciliation`}>All reconciliations</a>}>
      <Loaded resource={resource}>
        {(run) => (
          <>
            <p>
              {periodOf(run)}.{' '}
              {run.finishedAt === undefined ? 'Running.' : `Finished ${formatInstant(run.finishedAt)}.`}
            </p>
            <p>
              {run.counts.payments} payments and {run.counts.events} events were compared, {run.counts.applied} events
              were applied, and {run.counts.refundsRequestedAgain} refunds were requested again.
            </p>
            <h2>Differences</h2>
            <Table
              caption="Differences"
              rows={run.differences}
              rowKey={({ type, reference }) => `${type} ${reference}`}
              empty="The shop and the provider agree."
              columns={[
                { header: 'What differs', cell: ({ type }) => wordsOf(type) },
                { header: 'Reference', cell: ({ reference }) => <code>{reference}</code> },
                {
                  header: 'Order',
                  cell: ({ orderId }) =>
                    orderId === undefined ? '–' : <a href={`${root}/orders/${orderId}`}>Open the order</a>,
                },
                { header: 'Amounts', cell: amountsOf },
                { header: 'Reason', cell: ({ reason }) => reason ?? '–' },
              ]}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function amountsOf({ amount, requested, captured, recorded }: ReconciliationDifference): string {
  const known = Object.entries({ amount, requested, captured, recorded }).flatMap(([name, money]) =>
    money === undefined ? [] : [`${name} ${formatMoney(money)}`],
  );
  return known.length === 0 ? '–' : known.join(', ');
}
