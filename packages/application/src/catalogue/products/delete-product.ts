import type { ResultAsync } from 'neverthrow';
import type { StaffCaller } from '../../caller.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { SaveProductRefusal } from '../../ports/repositories/catalogue/product-records.js';
import { lockProduct, type ChangeProductDeps, type ProductChange, type ProductVersionStale } from './change-product.js';
import type { ManagedProductNotFound } from './view-managed-product.js';

export type DeleteProductError = ManagedProductNotFound | ProductVersionStale | SaveProductRefusal | StorageUnavailable;
/** Deletes a product. A product with orders is archived instead. */
export type DeleteProduct = (command: ProductChange, staff: StaffCaller) => ResultAsync<void, DeleteProductError>;

export const makeDeleteProduct =
  ({ unitOfWork, clock }: ChangeProductDeps): DeleteProduct =>
  ({ productId, expectedVersion }, { userId: actor }) =>
    unitOfWork.run(({ products }) =>
      lockProduct({ products }, productId, expectedVersion).andThen((product) =>
        products
          .ordered(product.variants.map(({ id }) => id))
          .andThen((ordered): ResultAsync<void, SaveProductRefusal> =>
            ordered.size === 0
              ? products.remove(productId)
              : products
                  .save(
                    { ...product, status: 'archived', version: product.version + 1, updatedAt: clock.now() },
                    { initial: new Map(), actor },
                  )
                  .map(() => undefined),
          ),
      ),
    );
