import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { ShopDetails } from '../ports/repositories/shop-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** The languages of a shop; the first one is that of untranslated texts. */
export const localesOf = (details: Pick<ShopDetails, 'locales'> | undefined): readonly [string, ...string[]] => {
  const [first = 'en', ...others] = details?.locales ?? [];
  return [first, ...others];
};

/** Reads the locale of untranslated texts. */
export type ReadOriginalLocale = () => ResultAsync<string, StorageUnavailable>;

export const makeReadOriginalLocale =
  ({ unitOfWork }: { readonly unitOfWork: Pick<UnitOfWork, 'read'> }): ReadOriginalLocale =>
  () =>
    unitOfWork.read(({ shop }) => shop.find()).map((details) => localesOf(details)[0]);
