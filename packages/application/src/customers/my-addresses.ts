import type { Address, CustomerId } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Ids } from '../ports/ids.js';
import type { PostalFormats } from '../ports/postal-formats.js';
import type { StoredAddress } from '../ports/repositories/customers/address-records.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { AccessTokenRefused } from '../ports/token-issuer.js';
import {
  addToBook,
  changeInBook,
  removeFromBook,
  type AddressBookFull,
  type AddressChanges,
  type AddressInvalid,
  type AddressNotFound,
  type BookWrites,
  type DefaultAddressRequired,
} from './address-book.js';
import { requireAccount } from '../identity/require-account.js';

type ByUser = { readonly caller: SignedInCaller };
type Deps = { readonly unitOfWork: UnitOfWork };
type WritingDeps = Deps & { readonly postalFormats: PostalFormats };

/** The caller's addresses, the default one first, the others by age. */
export type ListMyAddresses = (query: ByUser) => ResultAsync<readonly StoredAddress[], StorageUnavailable>;

export const makeListMyAddresses =
  ({ unitOfWork }: Deps): ListMyAddresses =>
  ({ caller }) =>
    unitOfWork
      .read(({ addresses }) => addresses.ofUser(caller.userId))
      .map((book) => book.toSorted((left, right) => Number(right.isDefault) - Number(left.isDefault)));

export type AddAddressCommand = ByUser & { readonly address: Address; readonly isDefault?: boolean };
export type AddAddressError = AddressInvalid | AddressBookFull | AccessTokenRefused | StorageUnavailable;
/** Adds an address to the caller's book. The first one becomes the default. */
export type AddAddress = (command: AddAddressCommand) => ResultAsync<StoredAddress, AddAddressError>;

export const makeAddAddress =
  ({ unitOfWork, postalFormats, clock, ids }: WritingDeps & { readonly clock: Clock; readonly ids: Ids }): AddAddress =>
  ({ caller: { userId }, address, isDefault = false }) =>
    unitOfWork.run((repositories) =>
      lockBook(repositories, userId).andThen((book) =>
        addToBook(
          book,
          { id: ids.next(), userId, address, isDefault, createdAt: clock.now() },
          postalFormats,
        ).asyncAndThen((writes) => write(repositories, writes)),
      ),
    );

export type ChangeAddressCommand = ByUser & { readonly addressId: string; readonly changes: AddressChanges };
export type ChangeAddressError =
  AddressNotFound | AddressInvalid | DefaultAddressRequired | AccessTokenRefused | StorageUnavailable;
/** Changes an address of the caller's book. Orders keep the address that they were placed with. */
export type ChangeAddress = (command: ChangeAddressCommand) => ResultAsync<StoredAddress, ChangeAddressError>;

export const makeChangeAddress =
  ({ unitOfWork, postalFormats }: WritingDeps): ChangeAddress =>
  ({ caller: { userId }, addressId, changes }) =>
    unitOfWork.run((repositories) =>
      lockBook(repositories, userId).andThen((book) =>
        changeInBook(book, addressId, changes, postalFormats).asyncAndThen((writes) => write(repositories, writes)),
      ),
    );

/** Removes an address of the caller's book. After the default one the latest of the others is the default. */
export type RemoveAddress = (command: ByUser & { readonly addressId: string }) => ResultAsync<void, RemoveAddressError>;
export type RemoveAddressError = AddressNotFound | AccessTokenRefused | StorageUnavailable;

export const makeRemoveAddress =
  ({ unitOfWork }: Deps): RemoveAddress =>
  ({ caller: { userId }, addressId }) =>
    unitOfWork.run((repositories) =>
      lockBook(repositories, userId).andThen((book) =>
        removeFromBook(book, addressId).asyncAndThen(({ removed, nextDefault }) =>
          repositories.addresses
            .remove(removed.id)
            .andThen(() => (nextDefault === undefined ? okAsync(undefined) : repositories.addresses.save(nextDefault))),
        ),
      ),
    );

/** Two requests that change one book wait for each other here, so that neither makes a second default. */
const lockBook = (
  { users, addresses }: Repositories,
  userId: CustomerId,
): ResultAsync<readonly StoredAddress[], AccessTokenRefused> =>
  users
    .lock(userId)
    .andThen(requireAccount)
    .andThen(() => addresses.ofUser(userId));

const write = ({ addresses }: Repositories, { saved, writes }: BookWrites): ResultAsync<StoredAddress, never> =>
  writes
    .reduce<ResultAsync<void, never>>(
      (before, address) => before.andThen(() => addresses.save(address)),
      okAsync(undefined),
    )
    .map(() => saved);
