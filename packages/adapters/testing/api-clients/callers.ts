import { may, type Permission, type Role } from '@cartwright/application';
import type { Shop } from '../shop-over-http.js';

/** The part of an operation of the OpenAPI document that states who may call it. */
export type GuardedOperation = {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly 'x-permission'?: Permission;
};
export type Caller = 'anonymous' | 'guest' | 'another customer' | 'API key' | 'packer' | Role;

/** `packer` is a role that the shop defines. */
export const callers: readonly Caller[] = [
  'anonymous',
  'guest',
  'customer',
  'another customer',
  'viewer',
  'support',
  'editor',
  'admin',
  'API key',
  'packer',
];

/** What the API key and the role of the shop grant. */
const granted: Readonly<Partial<Record<Caller, readonly Permission[]>>> = {
  'API key': ['catalogue.edit'],
  packer: ['orders.read', 'orders.fulfil'],
};

/**
 * Makes the API key, the role and the guest's cart.
 *
 * @returns the headers of each caller. Each call signs in again, because some operations end sessions
 */
export async function inviteCallers(shop: Shop): Promise<(caller: Caller) => Record<string, string>> {
  const headers = shop.as('admin');
  const made = await shop.call('POST', '/api/v1/admin/api-keys', {
    headers,
    body: { name: 'Import', permissions: granted['API key'] },
  });
  const key = String(made.body.key);
  await shop.call('POST', '/api/v1/admin/roles', { headers, body: { name: 'packer', permissions: granted.packer } });
  const guest = await shop.guestCart();
  return (caller) => {
    switch (caller) {
      case 'anonymous':
        return {};
      case 'guest':
        return guest.headers;
      case 'API key':
        return { authorization: `Bearer ${key}` };
      case 'another customer':
        return shop.as('customer', '00000000-0000-7000-8000-0000000000bb');
      case 'packer':
        return shop.as('packer', '00000000-0000-7000-8000-0000000000bc');
      default:
        return shop.as(caller);
    }
  };
}

const isRole = (caller: Caller): caller is Role => !['another customer', 'API key', 'packer'].includes(caller);

/** Whether the document admits the caller. The resource may still be absent, or belong to another. */
export function isAdmitted(caller: Caller, { security, 'x-permission': permission }: GuardedOperation): boolean {
  const isForAnyone = security.length === 0 || security.some((each) => Object.keys(each).length === 0);
  if (isForAnyone) return true;
  if (caller === 'anonymous' || caller === 'guest') return false;
  // An API key has no account: operations on the caller's own account refuse it.
  if (permission === undefined) return caller !== 'API key';
  return isRole(caller) ? may(caller, permission) : (granted[caller] ?? []).includes(permission);
}

/** The codes that refuse a caller. A failed login is also a 401, but has another code. */
export const refusals: readonly unknown[] = ['auth.token-missing', 'auth.token-invalid', 'auth.forbidden'];
