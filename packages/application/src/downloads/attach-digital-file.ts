import type { VariantId } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { CatalogueRecords } from '../ports/repositories/catalogue-records.js';
import type { Clock } from '../ports/clock.js';
import type { DigitalFile } from '../ports/repositories/digital-file-records.js';
import type { FilesUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { FileIncomplete, FileStore, FileTooLarge } from '../ports/file-store.js';
import type { Ids } from '../ports/ids.js';
import type { VariantNotFound } from '../ports/repositories/stock-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** The variant is sent in a parcel: nobody could download it. */
export type VariantNotDigital = { readonly type: 'catalogue.variant-not-digital'; readonly variantId: VariantId };
export type DigitalFileEmpty = { readonly type: 'file.empty' };

export type AttachDigitalFileCommand = {
  readonly variantId: VariantId;
  /** The name of the buyer's copy, without a path. */
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** How much the sender says it is, when it does: too much is refused before any of it is read. */
  readonly declaredBytes?: number;
  /** Whether the file that is to be replaced is the one that the caller has seen (`If-Match`); absent: any. */
  readonly isExpected?: (standing: DigitalFile | undefined) => boolean;
};
/** Somebody has attached another file, or removed it, since the caller last saw it. */
export type DigitalFileStale = { readonly type: 'digital-file.stale'; readonly variantId: VariantId };
export type AttachDigitalFileError =
  | DigitalFileStale
  | VariantNotFound
  | VariantNotDigital
  | DigitalFileEmpty
  | FileTooLarge
  | FileIncomplete
  | FilesUnavailable
  | StorageUnavailable;
/**
 * Gives a digital variant the file that all its buyers get, those of earlier orders too, in the place of the one
 * before. A file is stored whole before the variant is given it, and no two files ever share a place: a download
 * of the one before continues to its end. What a crash leaves behind is a file that nobody refers to.
 */
export type AttachDigitalFile = (command: AttachDigitalFileCommand) => ResultAsync<DigitalFile, AttachDigitalFileError>;

/** 200 MiB: what a fair line uploads before a request takes too long. */
export const maximumDigitalFileBytes = 200 * 1024 * 1024;

type Attached = { readonly file: DigitalFile; readonly before: DigitalFile | undefined };
type AttachDigitalFileDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly fileStore: FileStore;
  readonly ids: Ids;
  readonly clock: Clock;
  /** `maximumDigitalFileBytes` when absent. */
  readonly maximumFileBytes?: number;
};

export const makeAttachDigitalFile =
  ({
    unitOfWork,
    fileStore,
    ids,
    clock,
    maximumFileBytes: maximumBytes = maximumDigitalFileBytes,
  }: AttachDigitalFileDeps): AttachDigitalFile =>
  ({ variantId, name, content, declaredBytes = 0, isExpected = () => true }) => {
    const requireExpected = (standing: DigitalFile | undefined): Result<DigitalFile | undefined, DigitalFileStale> =>
      isExpected(standing) ? ok(standing) : err({ type: 'digital-file.stale', variantId });
    if (declaredBytes > maximumBytes) return errAsync({ type: 'file.too-large', maximumBytes });
    const key = `digital/${ids.next()}`;
    const attach = (size: number): ResultAsync<Attached, AttachDigitalFileError> => {
      if (size === 0) return errAsync({ type: 'file.empty' });
      return unitOfWork.run(({ catalogue, digitalFiles }) => {
        const file: DigitalFile = { variantId, key, name, size, uploadedAt: clock.now() };
        return requireDigital(catalogue, variantId)
          .andThen(() => digitalFiles.attach(file))
          .andThen(requireExpected)
          .map((before) => ({ file, before }));
      });
    };
    return (
      unitOfWork
        // Before an upload in vain. Checked again when the file is attached.
        .read(({ catalogue, digitalFiles }) =>
          requireDigital(catalogue, variantId)
            .andThen(() => digitalFiles.find(variantId))
            .andThen(requireExpected),
        )
        .andThen(() => fileStore.put(key, content, { maximumBytes }))
        .andThen(({ size }) =>
          attach(size).orElse((error) => removeQuietly(fileStore, key).andThen(() => errAsync(error))),
        )
        .andThen(({ file, before }) => removeQuietly(fileStore, before?.key).map(() => file))
    );
  };

const requireDigital = (
  catalogue: Pick<CatalogueRecords, 'items'>,
  variantId: VariantId,
): ResultAsync<void, VariantNotFound | VariantNotDigital> =>
  catalogue.items([variantId]).andThen((items): Result<void, VariantNotFound | VariantNotDigital> => {
    const item = items.get(variantId);
    if (item === undefined) return err({ type: 'catalogue.variant-not-found', variantId });
    return item.digital ? ok(undefined) : err({ type: 'catalogue.variant-not-digital', variantId });
  });

/** Removes a file that nobody refers to: should that fail, it costs room and nothing else. */
export const removeQuietly = (fileStore: FileStore, key: string | undefined): ResultAsync<void, never> =>
  key === undefined ? okAsync(undefined) : fileStore.remove(key).orElse(() => okAsync(undefined));
