import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { ProductImport } from '../ports/repositories/import-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** There is no such import. */
export type ImportNotFound = { readonly type: 'import.not-found'; readonly importId: string };
/** How far an import is, and which lines failed so far. */
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
