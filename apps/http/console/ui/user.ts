import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { mayDo } from '../api/permissions.js';
import type { User } from '../api/session.js';

/** Who is signed in. */
export const CurrentUser = createContext<User>({ id: '', email: '', name: '', role: 'customer' });

/** Whether to offer something that needs a permission, such as `orders.refund`. */
export function useMay(): (permission: string) => boolean {
  const { role } = useContext(CurrentUser);
  return (permission) => mayDo(role, permission);
}
