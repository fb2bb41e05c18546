import { useEffect, useState } from 'preact/hooks';
import { get } from '../api/api.js';
import type { Permission } from '../api/session.js';
import { root } from '../ui/router.js';
import { useMay } from '../ui/user.js';

/** Any resource of the API; each kind reads what it knows of its own. */
// oxlint-disable-next-line typescript/no-explicit-any
type Body = any;

/** How a kind of thing is named, and where it is shown. */
type Kind = {
  readonly permission: Permission;
  readonly path: (id: string) => string;
  readonly name: (body: Body, id: string) => string | undefined;
  /** Its page below `/console`, where it has one. */
  readonly page?: (id: string, body: Body) => string;
};

/** A kind that the API only lists. */
const listed = (permission: Permission, list: string, page: string, nameOf: (row: Body) => string): Kind => ({
  permission,
  path: () => `${list}?limit=100`,
  name: ({ data }, id) => data.filter((row: Body) => row.id === id).map(nameOf)[0],
  page: () => page,
});

const kinds: Readonly<Record<string, Kind>> = {
  user: {
    permission: 'users.manage',
    path: (id) => `/admin/users/${id}`,
    name: ({ email, name }) => (name === '' ? email : `${name} (${email})`),
    page: (id, { role, email }) =>
      role === 'customer' ? `/customers/${id}` : `/settings/staff?search=${encodeURIComponent(email)}`,
  },
  'api-key': listed('api-keys.manage', '/admin/api-keys', '/settings/api-keys', ({ name }) => name),
  order: {
    permission: 'orders.read',
    path: (id) => `/orders/${id}`,
    name: ({ number }) => number,
    page: (id) => `/orders/${id}`,
  },
  product: {
    permission: 'catalogue.read',
    path: (id) => `/admin/products/${id}`,
    name: ({ name }) => name,
    page: (id) => `/products/${id}`,
  },
  variant: {
    permission: 'catalogue.read',
    path: (id) => `/variants?ids=${id}`,
    name: ({ data: [variant] }) => variant && `${variant.product.name} (${variant.sku})`,
    page: (_id, { data: [variant] }) => `/products/${variant.product.id}`,
  },
  promotion: {
    permission: 'pricing.read',
    path: (id) => `/admin/promotions/${id}`,
    name: ({ name }) => name,
    page: (id) => `/promotions/${id}`,
  },
  'price-list': {
    permission: 'pricing.read',
    path: (id) => `/admin/price-lists/${id}`,
    name: ({ name }) => name,
    page: (id) => `/price-lists/${id}`,
  },
  post: {
    permission: 'journal.edit',
    path: (id) => `/admin/posts/${id}`,
    name: ({ title }) => title,
    page: (id) => `/journal/${id}`,
  },
  category: {
    permission: 'catalogue.read',
    path: (id) => `/admin/categories/${id}`,
    name: ({ name }) => name,
  },
  reconciliation: {
    permission: 'reconciliations.read',
    path: (id) => `/admin/reconciliations/${id}`,
    name: ({ from, to }) => `${String(from).slice(0, 10)} to ${String(to).slice(0, 10)}`,
    page: (id) => `/reconciliation/${id}`,
  },
  'customer-group': listed('users.manage', '/admin/customer-groups', '/settings/groups', ({ name }) => name),
  webhook: listed('events.manage', '/admin/webhooks', '/settings/webhooks', ({ url }) => url),
  'shipping-method': listed('pricing.read', '/admin/shipping-methods', '/settings/shipping', ({ name }) => name),
};

/** What the page has read, by path. A thing that many entries name is read once. */
export type Read = Map<string, Promise<Body>>;

/** The name of a thing with a link to its page. Shows its id until it is known, and where it cannot be known. */
export function Named({ type, id, read }: { readonly type: string; readonly id: string; readonly read: Read }) {
  const may = useMay();
  const kind = kinds[type];
  const path = kind !== undefined && may(kind.permission) ? kind.path(encodeURIComponent(id)) : undefined;
  const [body, setBody] = useState<Body>();
  useEffect(() => {
    let isShown = true;
    setBody(undefined);
    if (path === undefined) return undefined;
    const known =
      read.get(path) ??
      get<Body>(path).then(
        ({ body: found }) => found,
        () => undefined,
      );
    read.set(path, known);
    void known.then((found) => isShown && setBody(found));
    return () => void (isShown = false);
  }, [path]);
  const name = body === undefined ? undefined : kind?.name(body, id);
  if (kind === undefined || name === undefined) return <>{id}</>;
  return kind.page === undefined ? <>{name}</> : <a href={root + kind.page(id, body)}>{name}</a>;
}
