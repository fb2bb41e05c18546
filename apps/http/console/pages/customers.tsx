import { send } from '../api/api.js';
import { formatDay, formatInstant } from '../api/dates.js';
import { formatMoney, type Money } from '../api/money.js';
import { DialogButton } from '../ui/dialog.js';
import { CheckField } from '../ui/fields.js';
import { List } from '../ui/list.js';
import { Loaded, Page } from '../ui/page.js';
import { root } from '../ui/router.js';
import type { Column } from '../ui/table.js';
import { useResource } from '../ui/use-resource.js';
import { useMay } from '../ui/user.js';
import type { Address } from './orders/order-shape.js';
import { PostalAddress } from './orders/order.js';

type CustomerRow = {
  /** A guest has none. */
  readonly id?: string;
  readonly email: string;
  readonly name?: string;
  readonly groups: readonly string[];
  readonly orders: number;
  readonly totalSpent: readonly Money[];
  readonly lastOrderAt: string | null;
};
type Customer = CustomerRow & {
  readonly createdAt: string;
  readonly locale?: string;
  readonly marketingConsent: boolean;
  readonly addresses: readonly (Address & { readonly id: string })[];
};

const spent = (amounts: readonly Money[]): string => amounts.map(formatMoney).join(', ') || '–';
const ordersOf = (email: string): string => `${root}/orders?search=${encodeURIComponent(email)}`;

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

/** Everybody who has an account or has ordered as a guest. */
export const CustomersPage = () => (
  <Page title="Customers">
    <List caption="Customers" path="/admin/customers" columns={columns} rowKey={({ email }) => email} />
  </Page>
);

export function CustomerPage({ id }: { readonly id: string }) {
  const may = useMay();
  const resource = useResource<Customer>(`/admin/customers/${id}`);
  const { answer, reload } = resource;
  return (
    <Page
      title={answer?.body.name ?? answer?.body.email ?? 'Customer'}
      actions={
        may('users.manage') && answer !== undefined && <GroupsButton customer={answer.body} id={id} reload={reload} />
      }
    >
      <Loaded resource={resource}>
        {(customer) => (
          <>
            <dl class="facts">
              <Fact name="E-mail" value={customer.email} />
              <Fact name="Groups" value={customer.groups.join(', ') || 'None'} />
              <Fact name="Orders" value={String(customer.orders)} />
              <Fact name="Spent" value={spent(customer.totalSpent)} />
              <Fact name="Last order" value={formatInstant(customer.lastOrderAt)} />
              <Fact name="Registered" value={formatDay(customer.createdAt)} />
              <Fact name="Language" value={customer.locale ?? '–'} />
              <Fact name="Wants advertising" value={customer.marketingConsent ? 'Yes' : 'No'} />
            </dl>
            <p>
              <a href={ordersOf(customer.email)}>Orders of this customer</a>
            </p>
            <h2>Addresses</h2>
            {customer.addresses.length === 0 && <p class="muted">None.</p>}
            <div class="side-by-side">
              {customer.addresses.map((address) => (
                <PostalAddress key={address.id} address={address} />
              ))}
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

type GroupsProps = { readonly customer: Customer; readonly id: string; readonly reload: () => void };
type Groups = { readonly data: readonly { readonly id: string; readonly name: string }[] };

/** Which groups a customer belongs to. Prices and promotions depend on them. */
function GroupsButton({ customer, id, reload }: GroupsProps) {
  const groups = useResource<Groups>('/admin/customer-groups?limit=100');
  const names = groups.answer?.body.data.map(({ name }) => name) ?? [];
  return (
    <DialogButton
      button="Change groups"
      confirm="Save"
      title={`Groups of ${customer.email}`}
      done="The groups were saved."
      onDone={reload}
      submit={(values) => send('PATCH', `/admin/users/${id}`, { body: { groups: values.all('groups') } })}
    >
      {[...new Set([...names, ...customer.groups])].map((name) => (
        <CheckField key={name} label={name} name="groups" value={name} checked={customer.groups.includes(name)} />
      ))}
      {names.length === 0 && <p>The shop has no groups yet. Add one in the settings.</p>}
    </DialogButton>
  );
}
