import type { ProductId } from '@cartwright/domain';
import { err, ok, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { ManagedProduct } from '../../ports/repositories/catalogue/product-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';

/** No product has this id. */
export type ManagedProductNotFound = { readonly type: 'catalogue.product-not-found'; readonly productId: ProductId };
export type ViewManagedProductError = ManagedProductNotFound | StorageUnavailable;
/** A product as editors see it, whatever its status. */
export type ViewManagedProduct = (query: {
  readonly productId: ProductId;
}) => ResultAsync<ManagedProduct, ViewManagedProductError>;

export const makeViewManagedProduct =
  ({ unitOfWork }: { readonly unitOfWork: Pick<UnitOfWork, 'read'> }): ViewManagedProduct =>
  ({ productId }) =>
    unitOfWork.read(({ products }) =>
      products
        .find(productId)
        .andThen((found) =>
          found === undefined ? err({ type: 'catalogue.product-not-found', productId } as const) : ok(found),
        ),
    );
