import { formatDay } from '../../api/dates.js';
import { formatMoney } from '../../api/money.js';
import type { CustomerRow, Money } from '../../api/schemas.js';
import { List } from '../../ui/list.js';
import { Page } from '../../ui/page.js';
import { root } from '../../ui/router.js';
import type { Column } from '../../ui/table.js';
import { useVersion } from '../../ui/use-version.js';
import { useMay } from '../../ui/user.js';
import { EraseButton } from './erase-button.js';
import { ordersOf } from './orders-of.js';

export const spent = (amounts: readonly Money[]): string => amounts.map(formatMoney).join(', ') || '–';

const columns: readonly Column<CustomerRow>[] = [
  {
    header: 'E-mail',
    cell: ({ id, email }) => <a href={id === undefined ? ordersOf(email) : `${root}/customers/${id}`}>{email}</a>,
  },
  { header: 'Name', cell: ({ name }) => name ?? '–' },
  { header: 'Groups', cell: ({ groups }) => groups.join(', ') },
  { header: 'Orders', cell: ({ orders }) => orders, numeric: true },
  { header: 'Spent', cell: ({ totalSpent }) => spent(totalSpent), numeric: true },
  { header: 'Last order', cell: ({ lastOrderAt }) => formatDay(lastOrderAt) },
];

/** Everybody who has an account or has ordered as a guest. A guest has no page, and is erased from here. */
export function CustomersPage() {
  const may = useMay();
  const [version, reload] = useVersion();
  const actions: Column<CustomerRow> = {
    header: 'Actions',
    cell: ({ id, email }) => id === undefined && <EraseButton email={email} onDone={reload} />,
  };
  return (
    <Page title="Customers">
      <List
        caption="Customers"
        path="/admin/customers"
        version={version}
        columns={may('users.manage') ? [...columns, actions] : columns}
        rowKey={({ email }) => email}
      />
    </Page>
  );
}
