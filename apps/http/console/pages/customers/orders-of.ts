import { root } from '../../ui/router.js';

/** The address of the list of a customer's orders. */
export const ordersOf = (email: string): string => `${root}/orders?search=${encodeURIComponent(email)}`;
