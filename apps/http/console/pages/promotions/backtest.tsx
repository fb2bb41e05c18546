import { useState } from 'preact/hooks';
import { send } from '../../api/api.js';
import { dayBefore } from '../../api/dates.js';
import { formatMoney } from '../../api/money.js';
import type { Backtest as BacktestJob } from '../../api/schemas.js';
import { TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { Loaded } from '../../ui/page.js';
import { Progress } from '../../ui/progress.js';
import { Table, type Column } from '../../ui/table.js';
import { usePolled } from '../../ui/use-polled.js';
import { wordsOf } from '../../ui/words.js';
import type { PromotionDraft } from './promotion-shape.js';

const sums: readonly Column<BacktestJob['totals'][number]>[] = [
  { header: 'Orders', cell: ({ orders }) => orders, numeric: true },
  { header: 'Before', cell: ({ before, currency }) => formatMoney({ amount: before, currency }), numeric: true },
  { header: 'After', cell: ({ after, currency }) => formatMoney({ amount: after, currency }), numeric: true },
  {
    header: 'Difference',
    cell: ({ before, after, currency }) => formatMoney({ amount: after - before, currency }),
    numeric: true,
  },
];

/** Past orders, priced again with the promotion as it is typed. */
export function Backtest({ draft }: { readonly draft: () => PromotionDraft }) {
  const [jobId, setJobId] = useState<string>();
  return (
    <>
      <h2>Backtest on past orders</h2>
      <Form
        label="Backtest"
        button="Backtest"
        submit={async (values) => {
          const body = {
            promotion: draft(),
            from: `${values.text('from')}T00:00:00Z`,
            to: `${values.text('to')}T00:00:00Z`,
          };
          const requested = await send<{ readonly jobId: string }>('POST', '/admin/promotions/backtest', { body });
          setJobId(requested.body.jobId);
        }}
      >
        <div class="side-by-side">
          <TextField label="From" name="from" type="date" value={dayBefore(30)} required />
          <TextField label="To" name="to" type="date" value={dayBefore(-1)} hint="Not included." required />
        </div>
      </Form>
      {jobId !== undefined && <Result key={jobId} jobId={jobId} />}
    </>
  );
}

function Result({ jobId }: { readonly jobId: string }) {
  const resource = usePolled<BacktestJob>(
    `/admin/promotions/backtest/${jobId}`,
    ({ status }) => status === 'completed',
  );
  return (
    <Loaded resource={resource}>
      {({ status, processed, total, unpriced, totals, byDay }) => (
        <>
          <Progress label="Backtest" value={processed} total={total} state={wordsOf(status)} />
          <Table
            caption="Totals of the backtest"
            rows={totals}
            rowKey={({ currency }) => currency}
            empty="No order was placed in this period."
            columns={[{ header: 'Currency', cell: ({ currency }) => currency }, ...sums]}
          />
          {unpriced > 0 && <p>{unpriced} orders could not be priced again.</p>}
          {byDay.length > 0 && (
            <>
              <h2>By day</h2>
              <Table
                caption="Backtest by day"
                rows={byDay}
                rowKey={({ day, currency }) => day + currency}
                columns={[{ header: 'Day', cell: ({ day }) => day }, ...sums]}
              />
            </>
          )}
        </>
      )}
    </Loaded>
  );
}
