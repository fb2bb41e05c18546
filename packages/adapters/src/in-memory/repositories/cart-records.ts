import type { CartRecords, StoredCart } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const cartRecords = ({ carts }: Tables): CartRecords => {
  const openOf = (customerId: string | undefined, currency: string): StoredCart | undefined =>
    [...carts.values()].find(
      ({ cart, status }) =>
        customerId !== undefined && cart.customerId === customerId && cart.currency === currency && status === 'open',
    );
  const find: CartRecords['find'] = (id) => okAsync(carts.get(id));
  return {
    add: (stored) => {
      if (stored.status === 'open' && openOf(stored.cart.customerId, stored.cart.currency) !== undefined) {
        return errAsync({ type: 'cart.already-open' });
      }
      carts.set(stored.cart.id, stored);
      return okAsync(undefined);
    },
    find,
    lock: find,
    findOpenOf: (customerId, currency) => okAsync(openOf(customerId, currency)),
    save: (stored) => {
      const earlier = carts.get(stored.cart.id);
      if (earlier === undefined) throw new Error('cart must be locked before it is saved');
      carts.set(stored.cart.id, { ...stored, version: earlier.version + 1 });
      return okAsync(undefined);
    },
  };
};
