import type { VariantId } from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { FileStore } from '../ports/file-store.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { DigitalFile } from '../ports/repositories/digital-file-records.js';
import { removeQuietly, type DigitalFileStale } from './attach-digital-file.js';
import type { DigitalFileNotFound } from './view-digital-file.js';

export type RemoveDigitalFileCommand = {
  readonly variantId: VariantId;
  /** Whether the file is the one that the caller has seen (`If-Match`); absent: any. */
  readonly isExpected?: (standing: DigitalFile) => boolean;
};
export type RemoveDigitalFileError = DigitalFileNotFound | DigitalFileStale | StorageUnavailable;
/** Removes a variant's file: its buyers wait for another one. */
export type RemoveDigitalFile = (command: RemoveDigitalFileCommand) => ResultAsync<void, RemoveDigitalFileError>;

export const makeRemoveDigitalFile =
  ({ unitOfWork, fileStore }: { readonly unitOfWork: UnitOfWork; readonly fileStore: FileStore }): RemoveDigitalFile =>
  ({ variantId, isExpected = () => true }) =>
    unitOfWork
      .run(({ digitalFiles }) =>
        digitalFiles.detach(variantId).andThen((file): Result<string, DigitalFileNotFound | DigitalFileStale> => {
          if (file === undefined) return err({ type: 'digital-file.not-found', variantId });
          return isExpected(file) ? ok(file.key) : err({ type: 'digital-file.stale', variantId });
        }),
      )
      .andThen((key) => removeQuietly(fileStore, key));
