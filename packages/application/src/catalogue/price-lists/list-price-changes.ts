import type { VariantId } from '@cartwright/domain';
import { errAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { PriceChange } from '../../ports/repositories/catalogue/price-list-records.js';
import type { VariantNotFound } from '../../ports/repositories/stock-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';

export type ListPriceChangesError = VariantNotFound | StorageUnavailable;
/** Every price that a variant has had, newest first. The lowest of the last 30 days is the EU's prior price. */
export type ListPriceChanges = (query: {
  readonly variantId: VariantId;
}) => ResultAsync<readonly PriceChange[], ListPriceChangesError>;

export const makeListPriceChanges =
  ({ unitOfWork }: { readonly unitOfWork: Pick<UnitOfWork, 'read'> }): ListPriceChanges =>
  ({ variantId }) =>
    unitOfWork.read(({ catalogue, priceLists }) =>
      catalogue
        .items([variantId])
        .andThen((items) =>
          items.has(variantId)
            ? priceLists.priceChanges(variantId).map((changes) => changes.toReversed())
            : errAsync({ type: 'catalogue.variant-not-found', variantId } as const),
        ),
    );
