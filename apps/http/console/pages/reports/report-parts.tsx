import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { urlOf } from '../../api/api.js';
import { digitsOf, formatMoney } from '../../api/money.js';
import type { LowStockRow, ProductSalesRow, SalesRow } from '../../api/schemas.js';
import { Loaded } from '../../ui/page.js';
import { root } from '../../ui/router.js';
import { Table } from '../../ui/table.js';
import { useResource } from '../../ui/use-resource.js';
import { BarChart } from './bar-chart.js';

type Rows<Row> = { readonly data: readonly Row[]; readonly truncated?: boolean | undefined };

/** Charts show at most so many bars with names. */
const bars = 10;
/** Tables show at most so many rows: drawing a thousand takes longer than anybody reads them. */
const rowsShown = 50;

const currenciesIn = (rows: readonly { readonly currency: string }[]): readonly string[] => [
  ...new Set(rows.map(({ currency }) => currency)),
];
const isFound = ({ name, sku }: { readonly name: string; readonly sku: string }, search: string): boolean =>
  `${name} ${sku}`.toLowerCase().includes(search.trim().toLowerCase());
/** A chart needs numbers; its axis is rounded anyway. The table has the exact amounts. */
const major = (amount: number, currency: string): number => amount / 10 ** digitsOf(currency);
const roundMoney = (currency: string) => {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 });
  return (value: number): string => format.format(value);
};
const units = (value: number): string => (Number.isInteger(value) ? String(value) : '');

type RestProps = { readonly found: readonly unknown[]; readonly truncated?: boolean | undefined };

const Rest = ({ found, truncated }: RestProps) => (
  <>
    {found.length > rowsShown && (
      <p class="muted">
        The first {rowsShown} of {found.length} rows. Search for others, or save the CSV.
      </p>
    )}
    {truncated && <p class="muted">The report has more rows than are searched here. Save the CSV for all of them.</p>}
  </>
);

type SectionProps = { readonly title: string; readonly path: string; readonly children: ComponentChildren };

function Section({ title, path, children }: SectionProps) {
  const csv = `${path}${path.includes('?') ? '&' : '?'}format=csv`;
  return (
    <section>
      <h2>
        {title}{' '}
        <a class="beside" href={urlOf(csv)} download={`${title}.csv`}>
          CSV
        </a>
      </h2>
      {children}
    </section>
  );
}

/** `days`: the names of all bars, also of those on which nothing was sold. */
type SalesProps = { readonly path: string; readonly days: readonly string[] | undefined };

/** A chart for each currency: amounts of different currencies have no common axis. */
export function Sales({ path, days }: SalesProps) {
  return (
    <Section title="Sales over time" path={path}>
      <Loaded resource={useResource<Rows<SalesRow>>(path)}>
        {({ data }) => (
          <>
            {data.length === 0 && <p class="muted">Nothing was sold in this period.</p>}
            {currenciesIn(data).map((currency) => (
              <SalesIn
                key={currency}
                currency={currency}
                days={days}
                rows={data.filter((row) => row.currency === currency)}
              />
            ))}
          </>
        )}
      </Loaded>
    </Section>
  );
}

type SalesInProps = Pick<SalesProps, 'days'> & { readonly currency: string; readonly rows: readonly SalesRow[] };

function SalesIn({ currency, days, rows }: SalesInProps) {
  const chart = useMemo(() => {
    const nets = new Map(rows.map(({ period, net }) => [period, major(net, currency)]));
    const names = days ?? [...nets.keys()];
    return {
      names,
      series: [{ name: 'Net', values: names.map((period) => nets.get(period) ?? 0) }],
      format: roundMoney(currency),
    };
  }, [rows, currency]);
  const money = (amount: number): string => formatMoney({ amount, currency });
  return (
    <div class="columns even">
      <BarChart label={`Net sales in ${currency} over time`} {...chart} />
      <Table
        caption={`Sales in ${currency}`}
        rows={rows}
        rowKey={({ period }) => period}
        columns={[
          { header: 'From', cell: ({ period }) => period },
          { header: 'Orders', cell: ({ orders }) => orders, numeric: true },
          { header: 'Gross', cell: ({ gross }) => money(gross), numeric: true },
          { header: 'Refunds', cell: ({ refunds }) => money(refunds), numeric: true },
          { header: 'Net', cell: ({ net }) => money(net), numeric: true },
        ]}
      />
    </div>
  );
}

type RowsProps<Row> = {
  readonly rows: readonly Row[];
  readonly search: string;
  readonly truncated?: boolean | undefined;
};
type SearchedProps = { readonly path: string; readonly search: string };

export function TopProducts({ path, search }: SearchedProps) {
  return (
    <Section title="Top products" path={path}>
      <Loaded resource={useResource<Rows<ProductSalesRow>>(path)}>
        {({ data, truncated }) => <TopProductRows {...{ rows: data, search, truncated }} />}
      </Loaded>
    </Section>
  );
}

function TopProductRows({ rows, search, truncated }: RowsProps<ProductSalesRow>) {
  const found = useMemo(() => rows.filter((row) => isFound(row, search)), [rows, search]);
  const chart = useMemo(() => {
    const first = found.slice(0, bars);
    return {
      names: first.map(({ name }) => name),
      series: [{ name: 'Units', values: first.map(({ quantity }) => quantity) }],
    };
  }, [found]);
  return (
    <div class="columns even">
      <BarChart label="Units sold of the best-selling products" {...chart} format={units} isHorizontal />
      <div>
        <Table
          caption="Top products"
          rows={found.slice(0, rowsShown)}
          rowKey={({ variantId, currency }) => variantId + currency}
          columns={[
            { header: 'Product', cell: ({ name }) => name },
            { header: 'SKU', cell: ({ sku }) => <span class="sku">{sku}</span> },
            { header: 'Units', cell: ({ quantity }) => quantity, numeric: true },
            { header: 'Total', cell: ({ total, currency }) => formatMoney({ amount: total, currency }), numeric: true },
          ]}
        />
        <Rest found={found} truncated={truncated} />
      </div>
    </div>
  );
}

export function LowStock({ path, search }: SearchedProps) {
  return (
    <Section title="Low stock" path={path}>
      <Loaded resource={useResource<Rows<LowStockRow>>(path)}>
        {({ data, truncated }) => <LowStockRows {...{ rows: data, search, truncated }} />}
      </Loaded>
    </Section>
  );
}

function LowStockRows({ rows, search, truncated }: RowsProps<LowStockRow>) {
  const found = useMemo(() => rows.filter((row) => isFound(row, search)), [rows, search]);
  const chart = useMemo(() => {
    const first = found.slice(0, bars);
    return {
      names: first.map(({ sku }) => sku),
      series: [
        { name: 'Available', values: first.map(({ available }) => available) },
        { name: 'Threshold', values: first.map(({ threshold }) => threshold) },
      ],
    };
  }, [found]);
  return (
    <div class="columns even">
      <BarChart label="Units available of variants with low stock" {...chart} format={units} isHorizontal />
      <div>
        <Table
          caption="Low stock"
          rows={found.slice(0, rowsShown)}
          rowKey={({ variantId }) => variantId}
          empty="No stock is low."
          columns={[
            {
              header: 'Product',
              cell: ({ name }) => <a href={`${root}/products?search=${encodeURIComponent(name)}`}>{name}</a>,
            },
            { header: 'SKU', cell: ({ sku }) => <span class="sku">{sku}</span> },
            { header: 'Available', cell: ({ available }) => available, numeric: true },
            { header: 'Threshold', cell: ({ threshold }) => threshold, numeric: true },
          ]}
        />
        <Rest found={found} truncated={truncated} />
      </div>
    </div>
  );
}
