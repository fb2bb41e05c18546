import type { Address, CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** An address of somebody's address book. */
export type SavedAddress = {
  readonly id: string;
  readonly address: Address;
  /** Of a user's addresses exactly one is: checkout takes it where no other is given. */
  readonly isDefault: boolean;
};

/** With whose it is. */
export type StoredAddress = SavedAddress & { readonly userId: CustomerId; readonly createdAt: Instant };

/** Address books. A user's book is changed with the user locked. */
export type AddressRecords = {
  /** All of a user, oldest first. */
  readonly ofUser: (userId: CustomerId) => ResultAsync<readonly StoredAddress[], never>;
  /** Adds or replaces an address. A second default of one user breaks the transaction. */
  readonly save: (address: StoredAddress) => ResultAsync<void, never>;
  readonly remove: (id: string) => ResultAsync<void, never>;
};
