import type { Address } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { AddressFault, PostalFormats } from '../ports/postal-formats.js';
import type { StoredAddress } from '../ports/repositories/customers/address-records.js';

/** Addresses that one user can store. */
const maximumAddresses = 50;

/** The user has no such address: it does not exist, or is somebody else's. */
export type AddressNotFound = { readonly type: 'address.not-found'; readonly addressId: string };
/** Fields are missing or malformed in the country of the address. */
export type AddressInvalid = { readonly type: 'address.invalid'; readonly faults: readonly AddressFault[] };
export type AddressBookFull = { readonly type: 'address.book-full'; readonly maximum: number };
/** A book always has a default address: another one is made the default instead. */
export type DefaultAddressRequired = { readonly type: 'address.default-required'; readonly addressId: string };

/** Some fields anew: `null` clears one, an absent one stays. */
export type AddressChanges = {
  readonly [Field in keyof Address]?: Address[Field] | (undefined extends Address[Field] ? null : never);
} & { readonly isDefault?: boolean };

/** The addresses to write, in this order: the one that is no longer the default comes first. */
export type BookWrites = { readonly saved: StoredAddress; readonly writes: readonly StoredAddress[] };

/** A book with one more address. The first one of a book is the default, whatever it says. */
export const addToBook = (
  book: readonly StoredAddress[],
  added: StoredAddress,
  formats: PostalFormats,
): Result<BookWrites, AddressBookFull | AddressInvalid> =>
  book.length >= maximumAddresses
    ? err({ type: 'address.book-full', maximum: maximumAddresses })
    : checkAddress(added.address, formats).map((address) =>
        saveInto(book, { ...added, address, isDefault: added.isDefault || book.length === 0 }),
      );

/** A book with a changed address, which is checked as a whole. */
export const changeInBook = (
  book: readonly StoredAddress[],
  addressId: string,
  { isDefault, ...changes }: AddressChanges,
  formats: PostalFormats,
): Result<BookWrites, AddressNotFound | AddressInvalid | DefaultAddressRequired> =>
  findInBook(book, addressId).andThen((stored) => {
    if (stored.isDefault && isDefault === false) return err({ type: 'address.default-required', addressId } as const);
    return checkAddress(changed(stored.address, changes), formats).map((address) =>
      saveInto(book, { ...stored, address, isDefault: isDefault ?? stored.isDefault }),
    );
  });

/** Which address becomes the default when one is removed: the latest of the others, where the default goes. */
export const removeFromBook = (
  book: readonly StoredAddress[],
  addressId: string,
): Result<{ readonly removed: StoredAddress; readonly nextDefault?: StoredAddress }, AddressNotFound> =>
  findInBook(book, addressId).map((removed) => {
    const latest = book.findLast(({ id }) => id !== addressId);
    return removed.isDefault && latest !== undefined
      ? { removed, nextDefault: { ...latest, isDefault: true } }
      : { removed };
  });

const findInBook = (book: readonly StoredAddress[], addressId: string): Result<StoredAddress, AddressNotFound> => {
  const found = book.find(({ id }) => id === addressId);
  return found === undefined ? err({ type: 'address.not-found', addressId }) : ok(found);
};

function checkAddress(address: Address, formats: PostalFormats): Result<Address, AddressInvalid> {
  const faults = formats.faultsOf(address);
  return faults.length === 0 ? ok(formats.withRegionCode(address)) : err({ type: 'address.invalid', faults });
}

function saveInto(book: readonly StoredAddress[], saved: StoredAddress): BookWrites {
  const former = book.filter(({ id, isDefault }) => saved.isDefault && isDefault && id !== saved.id);
  return { saved, writes: [...former.map((address) => ({ ...address, isDefault: false })), saved] };
}

const changed = (address: Address, changes: Omit<AddressChanges, 'isDefault'>): Address =>
  Object.fromEntries(
    Object.entries({ ...address, ...changes }).filter(([, value]) => value !== null && value !== undefined),
  ) as Address;
