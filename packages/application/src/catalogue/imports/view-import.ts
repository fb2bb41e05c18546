import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { ProductImport } from '../../ports/repositories/import-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';

/** No import has this id. */
export type ImportNotFound = { readonly type: 'import.not-found'; readonly importId: string };
/** The progress of an import, and its failed lines. */
export type ViewImport = (query: {
  readonly importId: string;
}) => ResultAsync<ProductImport, ImportNotFound | StorageUnavailable>;

export const makeViewImport =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ViewImport =>
  ({ importId }) =>
    unitOfWork.read(({ imports }) =>
      imports
        .find(importId)
        .andThen((found) =>
          found === undefined ? errAsync({ type: 'import.not-found', importId } as const) : okAsync(found),
        ),
    );
