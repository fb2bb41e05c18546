import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Permission, User } from '../api/session.js';

/** Who is signed in. */
export const CurrentUser = createContext<Pick<User, 'name' | 'email' | 'permissions'>>({
  name: '',
  email: '',
  permissions: [],
});

/** Whether to offer something that needs a permission, such as `orders.refund`. The API decides. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useContext(CurrentUser);
  return (permission) => permissions.includes(permission);
}
