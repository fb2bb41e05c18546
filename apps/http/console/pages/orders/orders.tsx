import { useEffect } from 'preact/hooks';
import { urlOf } from '../../api/api.js';
import { formatInstant } from '../../api/dates.js';
import { followOrders } from '../../api/events.js';
import { formatMoney } from '../../api/money.js';
import type { FoundOrder } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { List } from '../../ui/list.js';
import { Page } from '../../ui/page.js';
import { root } from '../../ui/router.js';
import type { Column } from '../../ui/table.js';
import { useVersion } from '../../ui/use-version.js';
import { State, wordsOf } from '../../ui/words.js';

const columns: readonly Column<FoundOrder>[] = [
  { header: 'Number', cell: ({ id, number }) => <a href={`${root}/orders/${id}`}>{number}</a> },
  { header: 'Placed', cell: ({ createdAt }) => formatInstant(createdAt) },
  { header: 'Customer', cell: ({ email }) => email },
  { header: 'Status', cell: ({ status }) => <State state={status} /> },
  { header: 'Payment', cell: ({ paymentStatus }) => <State state={paymentStatus} /> },
  { header: 'Total', cell: ({ total }) => formatMoney(total), numeric: true },
];

const options = (...codes: readonly string[]) => codes.map((code) => [code, wordsOf(code)] as const);

const filters = [
  {
    name: 'status',
    label: 'Status',
    options: options('pending', 'paid', 'partially_shipped', 'shipped', 'delivered', 'cancelled', 'returned'),
  },
  {
    name: 'paymentStatus',
    label: 'Payment',
    options: options('unpaid', 'processing', 'paid', 'partially_refunded', 'refunded'),
  },
];

/** All orders, the newest first. The list loads itself again when an order changes. */
export function OrdersPage() {
  const [version, reload] = useVersion();
  useEffect(() => {
    const page = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    void followOrders(() => {
      // A purchase has several events within a moment.
      clearTimeout(timer);
      timer = setTimeout(() => {
        reload();
        announce('The list of orders was updated.');
      }, 300);
    }, page.signal);
    return () => {
      page.abort();
      clearTimeout(timer);
    };
  }, []);
  return (
    <Page title="Orders" actions={<a href={`${root}/returns`}>Returns to receive</a>}>
      <List
        caption="Orders"
        path="/admin/orders"
        columns={columns}
        rowKey={({ id }) => id}
        filters={filters}
        version={version}
        empty="No order has been placed yet."
        actions={(query) => (
          <a class="button" href={urlOf(`/admin/orders.csv?${query.toString()}`)} download="orders.csv">
            Export as CSV
          </a>
        )}
      />
    </Page>
  );
}
