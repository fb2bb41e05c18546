import type { CustomerId, Instant } from '@cartwright/domain';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { CustomerReader, CustomerRow } from '../ports/read-models/customer-reader.js';
import type { StoredAddress } from '../ports/repositories/customers/address-records.js';
import type { Profile } from '../ports/repositories/customers/profile-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

export type CustomerNotFound = { readonly type: 'customer.not-found'; readonly customerId: CustomerId };
export type ViewCustomerError = CustomerNotFound | StorageUnavailable;
export type CustomerView = {
  readonly row: CustomerRow;
  readonly createdAt: Instant;
  readonly profile: Profile;
  readonly addresses: readonly StoredAddress[];
};
/** A registered customer, with profile and address book. */
export type ViewCustomer = (query: { readonly customerId: CustomerId }) => ResultAsync<CustomerView, ViewCustomerError>;

export const makeViewCustomer =
  ({
    customerReader,
    unitOfWork,
  }: {
    readonly customerReader: CustomerReader;
    readonly unitOfWork: Pick<UnitOfWork, 'read'>;
  }): ViewCustomer =>
  ({ customerId }) =>
    customerReader
      .find(customerId)
      .andThen((row) =>
        unitOfWork.read(({ users, profiles, addresses }) =>
          ResultAsync.combine([
            users.byId(customerId),
            profiles.ofUser(customerId),
            addresses.ofUser(customerId),
          ]).andThen(([user, profile, book]): ResultAsync<CustomerView, CustomerNotFound> =>
            row === undefined || user === undefined
              ? errAsync({ type: 'customer.not-found', customerId })
              : okAsync({ row, createdAt: user.createdAt, profile, addresses: book }),
          ),
        ),
      );
