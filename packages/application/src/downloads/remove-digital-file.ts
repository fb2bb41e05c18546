import type { VariantId } from '@cartwright/domain';
import { err, ok, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { FileStore } from '../ports/file-store.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { removeQuietly } from './attach-digital-file.js';
import type { DigitalFileNotFound } from './view-digital-file.js';

export type RemoveDigitalFileCommand = { readonly variantId: VariantId };
export type RemoveDigitalFileError = DigitalFileNotFound | StorageUnavailable;
/** Removes a variant's file: its buyers wait for another one. */
export type RemoveDigitalFile = (command: RemoveDigitalFileCommand) => ResultAsync<void, RemoveDigitalFileError>;

export const makeRemoveDigitalFile =
  ({ unitOfWork, fileStore }: { readonly unitOfWork: UnitOfWork; readonly fileStore: FileStore }): RemoveDigitalFile =>
  ({ variantId }) =>
    unitOfWork
      .run(({ digitalFiles }) =>
        digitalFiles
          .detach(variantId)
          .andThen((file) =>
            file === undefined
              ? err<never, DigitalFileNotFound>({ type: 'digital-file.not-found', variantId })
              : ok(file.key),
          ),
      )
      .andThen((key) => removeQuietly(fileStore, key));
