import { formatInstant } from '../../api/dates.js';
import type { PriceListSummary } from '../../api/schemas.js';
import { List } from '../../ui/list.js';
import { Page } from '../../ui/page.js';
import { root } from '../../ui/router.js';
import type { Column } from '../../ui/table.js';
import { useMay } from '../../ui/user.js';

/** A list without groups is for everybody; one with an empty list of groups for nobody. */
const customersOf = ({ groups }: PriceListSummary): string =>
  groups === undefined ? 'Everybody' : groups.join(', ') || 'Nobody';

const columns: readonly Column<PriceListSummary>[] = [
  { header: 'Name', cell: ({ id, name }) => <a href={`${root}/price-lists/${id}`}>{name}</a> },
  { header: 'Currency', cell: ({ currency }) => currency },
  { header: 'Customers', cell: customersOf },
  { header: 'Starts', cell: ({ startsAt }) => formatInstant(startsAt) },
  { header: 'Ends', cell: ({ endsAt }) => formatInstant(endsAt) },
  { header: 'Priority', cell: ({ priority }) => priority, numeric: true },
];

/** Prices for some customers, quantities or times. */
export function PriceListsPage() {
  const may = useMay();
  return (
    <Page
      title="Price lists"
      actions={
        may('pricing.edit') && (
          <a class="button primary" href={`${root}/price-lists/new`}>
            New price list
          </a>
        )
      }
    >
      <List
        caption="Price lists"
        path="/admin/price-lists"
        columns={columns}
        rowKey={({ id }) => id}
        searchText={(list) => `${list.name} ${list.currency} ${customersOf(list)}`}
        empty="All customers buy at the prices of the products."
      />
    </Page>
  );
}
