import { err, errAsync, ok, type ResultAsync } from 'neverthrow';
import type { FilesUnavailable } from '../../ports/failures.js';
import type { FileStore, FoundFile } from '../../ports/file-store.js';
import { isFileKey } from '../../downloads/file-key.js';
import { imageKey, isImageSizeName } from './product-image-files.js';

export type OpenImageQuery = { readonly id: string; readonly size: string };
/** The picture does not exist in this size. */
export type ImageFileNotFound = { readonly type: 'image.not-found' };
export type OpenImageError = ImageFileNotFound | FilesUnavailable;
/** Opens one size of a picture as WebP. Pictures are public. */
export type OpenImage = (query: OpenImageQuery) => ResultAsync<FoundFile, OpenImageError>;

export const makeOpenImage =
  ({ fileStore }: { readonly fileStore: FileStore }): OpenImage =>
  ({ id, size }) => {
    if (!isImageSizeName(size) || !isFileKey(imageKey(id, size))) return errAsync({ type: 'image.not-found' });
    return fileStore
      .read(imageKey(id, size))
      .andThen((found) => (found === undefined ? err({ type: 'image.not-found' as const }) : ok(found)));
  };
