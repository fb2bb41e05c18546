import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { ShopDetails } from '../ports/repositories/shop-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** Stores what the settings say of the shop at its first start. @returns what is stored, which decides from then on */
export type EnsureShop = (details: ShopDetails) => ResultAsync<ShopDetails, StorageUnavailable>;

export const makeEnsureShop =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): EnsureShop =>
  (details) =>
    unitOfWork.run(({ shop }) =>
      shop
        .add(details)
        .andThen(() => shop.find())
        .map((stored) => stored ?? details),
    );
