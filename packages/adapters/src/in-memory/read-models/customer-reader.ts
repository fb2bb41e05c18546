import { customerGroupsOf, erasedEmail, spentOn, type CustomerReader, type CustomerRow } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { mailboxes } from '../../system/mailboxes.js';
import type { InMemoryStore, Tables } from '../store.js';
import { pageOf } from './page-of.js';

type KeyedRow = { readonly id: string; readonly row: CustomerRow };

/** Customers and guests as an in-memory store has them. */
export const makeInMemoryCustomerReader = ({ store }: { readonly store: InMemoryStore }): CustomerReader => ({
  list: ({ search = '' }, request) =>
    store.read((tables) => {
      const wanted = search.toLowerCase();
      const rows = rowsOf(tables).filter(
        ({ row: { id, email, name = '' } }) =>
          email.toLowerCase().includes(wanted) || (id !== undefined && name.toLowerCase().includes(wanted)),
      );
      return pageOf(rows, [{ key: 'email', direction: 'asc' }], ({ row }) => row.email, request).asyncAndThen(
        ({ data, meta }) => okAsync({ data: data.map(({ row }) => row), meta }),
      );
    }),
  find: (id) => store.read((tables) => okAsync(rowsOf(tables).find(({ row }) => row.id === id)?.row)),
});

function rowsOf({ users, orders }: Tables): readonly KeyedRow[] {
  const all = [...orders.values()].map(({ order }) => ({ ...order, email: mailboxes.of(order.email) }));
  const guests = new Set(
    all.flatMap(({ customerId, email }) => (customerId === undefined && email !== erasedEmail ? [email] : [])),
  );
  return [
    ...[...users.values()]
      .filter(({ role }) => role === 'customer')
      .map(({ id, email, name, groups = [] }) => ({
        id,
        row: {
          id,
          email,
          name,
          groups: customerGroupsOf({ groups }),
          ...totalsOf(all.filter(({ customerId }) => customerId === id)),
        },
      })),
    ...[...guests].map((email) => {
      const own = all.filter((order) => order.customerId === undefined && order.email === email);
      const name = nameOn(own.reduce((last, order) => (order.placedAt > last.placedAt ? order : last)));
      return {
        id: `guest:${email}`,
        row: { email, ...(name === undefined ? {} : { name }), groups: ['guest'], ...totalsOf(own) },
      };
    }),
  ];
}

const nameOn = ({ shippingAddress, billingAddress }: Order): string | undefined =>
  (shippingAddress ?? billingAddress)?.fullName;

function totalsOf(orders: readonly Order[]): Pick<CustomerRow, 'orders' | 'totalSpent' | 'lastOrderAt'> {
  const spent = new Map<string, number>();
  for (const order of orders) {
    const { amount, currency } = spentOn(order);
    spent.set(currency, (spent.get(currency) ?? 0) + amount);
  }
  return {
    orders: orders.filter(({ status }) => status !== 'cancelled').length,
    totalSpent: [...spent]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([currency, amount]) => ({ amount, currency })),
    lastOrderAt:
      orders
        .map(({ placedAt }) => placedAt)
        .sort()
        .at(-1) ?? null,
  };
}
