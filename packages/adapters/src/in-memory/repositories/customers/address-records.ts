import type { AddressRecords, StoredAddress } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const addressRecords = ({ addresses }: Tables): AddressRecords => ({
  ofUser: (userId) => okAsync(addressesOf(addresses, userId)),
  save: (address) => {
    const others = addressesOf(addresses, address.userId).filter(({ id }) => id !== address.id);
    if (address.isDefault && others.some(({ isDefault }) => isDefault))
      throw new Error('a user has one default address');
    addresses.set(address.id, address);
    return okAsync(undefined);
  },
  remove: (id) => {
    addresses.delete(id);
    return okAsync(undefined);
  },
});

const addressesOf = (addresses: Tables['addresses'], userId: string): readonly StoredAddress[] =>
  [...addresses.values()]
    .filter((address) => address.userId === userId)
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));
