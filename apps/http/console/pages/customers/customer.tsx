import { send } from '../../api/api.js';
import { formatDay, formatInstant } from '../../api/dates.js';
import type { Customer, CustomerGroup } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { CheckField } from '../../ui/fields.js';
import { Loaded, Page } from '../../ui/page.js';
import { navigate } from '../../ui/router.js';
import { useResource } from '../../ui/use-resource.js';
import { useMay } from '../../ui/user.js';
import { PostalAddress } from '../orders/order.js';
import { spent } from './customers.js';
import { EraseButton } from './erase-button.js';
import { ordersOf } from './orders-of.js';

/** A registered customer. */
export function CustomerPage({ id }: { readonly id: string }) {
  const may = useMay();
  const resource = useResource<Customer>(`/admin/customers/${id}`);
  const { answer, reload } = resource;
  return (
    <Page
      title={answer?.body.name ?? answer?.body.email ?? 'Customer'}
      actions={
        may('users.manage') &&
        answer !== undefined && (
          <>
            <GroupsButton customer={answer.body} id={id} reload={reload} />
            <EraseButton id={id} email={answer.body.email} onDone={() => navigate('/customers')} />
          </>
        )
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
type Groups = { readonly data: readonly CustomerGroup[] };

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
