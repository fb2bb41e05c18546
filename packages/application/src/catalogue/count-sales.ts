import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** Counts the units sold of each product, which lists sort by. Orders do not wait for it. */
export type CountSales = () => ResultAsync<void, StorageUnavailable>;

export const makeCountSales =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): CountSales =>
  () =>
    unitOfWork.run(({ catalogue }) => catalogue.countSales());
