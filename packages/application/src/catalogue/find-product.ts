import type { Instant } from '@cartwright/domain';
import { err, ok, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { CatalogueReader, OfferedProduct } from '../ports/read-models/catalogue-reader.js';
import { isPublished } from './is-published.js';
import type { ProductNotFound } from './view-product.js';

/** A product that shoppers can see. */
export const findProduct = (
  catalogueReader: Pick<CatalogueReader, 'product'>,
  idOrSlug: string,
  now: Instant,
): ResultAsync<OfferedProduct, ProductNotFound | StorageUnavailable> =>
  catalogueReader
    .product(idOrSlug)
    .andThen((found) =>
      found === undefined || !isPublished(found, now)
        ? err({ type: 'catalogue.product-not-found', idOrSlug } as const)
        : ok(found),
    );
