import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { ProductMirrorRun } from '../../ports/repositories/catalogue/product-mirror-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';

/** No run of the product mirror has this id. */
export type ProductMirrorNotFound = { readonly type: 'product-mirror.not-found'; readonly runId: string };
export type ViewProductMirrorError = ProductMirrorNotFound | StorageUnavailable;
/** The progress of a run of the product mirror, and the differences that it found. */
export type ViewProductMirror = (query: {
  readonly runId: string;
}) => ResultAsync<ProductMirrorRun, ViewProductMirrorError>;

export const makeViewProductMirror =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ViewProductMirror =>
  ({ runId }) =>
    unitOfWork.read(({ productMirrors }) =>
      productMirrors
        .find(runId)
        .andThen((found) =>
          found === undefined ? errAsync({ type: 'product-mirror.not-found', runId } as const) : okAsync(found),
        ),
    );
