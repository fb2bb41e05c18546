import { useId, useState } from 'preact/hooks';
import { urlOf } from '../../api/api.js';
import { dayBefore, daysBetween } from '../../api/dates.js';
import { Page } from '../../ui/page.js';
import { ReportFiles } from './report-files.js';
import { LowStock, Sales, TopProducts } from './report-parts.js';

/** Sales over time, best-selling products and low stock, each as a chart with its numbers beside it. */
export default function ReportsPage() {
  const [from, setFrom] = useState(() => dayBefore(29));
  const [to, setTo] = useState(() => dayBefore(0));
  const [groupBy, setGroupBy] = useState('day');
  const [search, setSearch] = useState('');
  const id = useId();
  const period = `from=${from}&to=${to}`;
  return (
    <Page title="Reports">
      <search class="filters">
        <DateField label="From" value={from} onChange={setFrom} />
        <DateField label="To" value={to} onChange={setTo} />
        <div class="field">
          <label for={`${id}-group`}>Group by</label>
          <select id={`${id}-group`} value={groupBy} onChange={({ currentTarget }) => setGroupBy(currentTarget.value)}>
            <option value="day">Day</option>
            <option value="week">Week</option>
            <option value="month">Month</option>
          </select>
        </div>
        <div class="field">
          <label for={`${id}-search`}>Search</label>
          <input id={`${id}-search`} type="search" onInput={({ currentTarget }) => setSearch(currentTarget.value)} />
        </div>
      </search>
      <Sales
        path={`/admin/reports/sales?${period}&groupBy=${groupBy}`}
        days={groupBy === 'day' ? daysBetween(from, to) : undefined}
      />
      <TopProducts path={`/admin/reports/top-products?${period}`} search={search} />
      <LowStock path="/admin/reports/low-stock" search={search} />
      <h2>More reports</h2>
      <ul>
        {['customers', 'promotions', 'taxes', 'reviews'].map((name) => (
          <li key={name}>
            <a href={urlOf(`/admin/reports/${name}?${period}&format=csv`)} download={`${name}.csv`}>
              {name.charAt(0).toUpperCase() + name.slice(1)} (CSV)
            </a>
          </li>
        ))}
      </ul>
      <ReportFiles from={from} to={to} groupBy={groupBy} />
    </Page>
  );
}

type DateProps = { readonly label: string; readonly value: string; readonly onChange: (value: string) => void };

function DateField({ label, value, onChange }: DateProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={value}
        onChange={({ currentTarget }) => {
          if (currentTarget.value !== '') onChange(currentTarget.value);
        }}
      />
    </div>
  );
}
