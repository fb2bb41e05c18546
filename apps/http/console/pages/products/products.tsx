import { urlOf } from '../../api/api.js';
import { formatDay } from '../../api/dates.js';
import { formatMoney } from '../../api/money.js';
import type { ManagedProduct } from '../../api/schemas.js';
import { List } from '../../ui/list.js';
import { Page } from '../../ui/page.js';
import { root } from '../../ui/router.js';
import type { Column } from '../../ui/table.js';
import { useMay } from '../../ui/user.js';
import { State } from '../../ui/words.js';
import { productStatuses } from './product-shape.js';
import { StripeProductsLink } from './stripe-products.js';

const columns: readonly Column<ManagedProduct>[] = [
  { header: 'Name', cell: ({ id, name }) => <a href={`${root}/products/${id}`}>{name}</a> },
  { header: 'Status', cell: ({ status }) => <State state={status} /> },
  { header: 'Brand', cell: ({ brand }) => brand ?? '–' },
  { header: 'Variants', cell: ({ variants }) => variants.length, numeric: true },
  { header: 'Price', cell: priceOf, numeric: true },
  { header: 'Available', cell: availableOf, numeric: true },
  { header: 'Changed', cell: ({ updatedAt }) => formatDay(updatedAt) },
];

/** The price of the first variant in its first currency. */
function priceOf({ variants }: ManagedProduct): string {
  const [first] = variants[0]?.prices ?? [];
  return first === undefined ? '–' : formatMoney(first.price);
}

/** Units of all variants whose stock is tracked. */
function availableOf({ variants }: ManagedProduct): string {
  const tracked = variants.filter(({ stockTracked, available }) => stockTracked && available !== undefined);
  return tracked.length === 0 ? '–' : String(tracked.reduce((sum, { available = 0 }) => sum + available, 0));
}

export function ProductsPage() {
  const may = useMay();
  return (
    <Page
      title="Products"
      actions={
        <>
          <StripeProductsLink />
          {may('catalogue.edit') && (
            <a class="button primary" href={`${root}/products/new`}>
              New product
            </a>
          )}
        </>
      }
    >
      <List
        caption="Products"
        path="/admin/products"
        columns={columns}
        rowKey={({ id }) => id}
        filters={[{ name: 'status', label: 'Status', options: productStatuses }]}
        actions={() =>
          may('catalogue.edit') && (
            <a class="button" href={urlOf('/admin/exports/products.csv')} download="products.csv">
              Export as CSV
            </a>
          )
        }
      />
    </Page>
  );
}
