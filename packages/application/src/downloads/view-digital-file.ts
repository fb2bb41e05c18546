import type { VariantId } from '@cartwright/domain';
import { err, ok, type ResultAsync } from 'neverthrow';
import type { DigitalFile } from '../ports/repositories/digital-file-records.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** The variant has no file, or there is no such variant. */
export type DigitalFileNotFound = { readonly type: 'digital-file.not-found'; readonly variantId: VariantId };
export type ViewDigitalFileQuery = { readonly variantId: VariantId };
export type ViewDigitalFileError = DigitalFileNotFound | StorageUnavailable;
/** What is attached to a variant. */
export type ViewDigitalFile = (query: ViewDigitalFileQuery) => ResultAsync<DigitalFile, ViewDigitalFileError>;

export const makeViewDigitalFile =
  ({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): ViewDigitalFile =>
  ({ variantId }) =>
    unitOfWork
      .read(({ digitalFiles }) => digitalFiles.find(variantId))
      .andThen((file) =>
        file === undefined ? err<never, DigitalFileNotFound>({ type: 'digital-file.not-found', variantId }) : ok(file),
      );
