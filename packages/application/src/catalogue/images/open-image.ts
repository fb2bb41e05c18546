import { err, errAsync, ok, okAsync, ResultAsync } from 'neverthrow';
import { isFileKey } from '../../downloads/file-key.js';
import type { FilesUnavailable } from '../../ports/failures.js';
import type { FileStore, FoundFile } from '../../ports/file-store.js';
import type { ImageResizer } from '../../ports/image-resizer.js';
import { imageKey, isImageSizeName, mailImageKey, mailImageSide, once } from './product-image-files.js';

export type OpenImageQuery = { readonly id: string; readonly size: string };
/** The picture does not exist in this size. */
export type ImageFileNotFound = { readonly type: 'image.not-found' };
export type OpenImageError = ImageFileNotFound | FilesUnavailable;
/** Opens one size of a picture as WebP, or `mail`, a small JPEG for mails. Pictures are public. */
export type OpenImage = (query: OpenImageQuery) => ResultAsync<FoundFile, OpenImageError>;

type Deps = { readonly fileStore: FileStore; readonly imageResizer: ImageResizer };

export const makeOpenImage =
  (deps: Deps): OpenImage =>
  ({ id, size }) => {
    if (!isFileKey(mailImageKey(id))) return errAsync({ type: 'image.not-found' });
    if (size === 'mail') return openMailImage(deps, id);
    return isImageSizeName(size) ? openFile(deps, imageKey(id, size)) : errAsync({ type: 'image.not-found' });
  };

const openFile = ({ fileStore }: Deps, key: string): ResultAsync<FoundFile, OpenImageError> =>
  fileStore.read(key).andThen((found) => (found === undefined ? err({ type: 'image.not-found' as const }) : ok(found)));

/** The first request makes and stores it, from the size for lists. One that cannot be stored is made again. */
const openMailImage = (deps: Deps, id: string): ResultAsync<FoundFile, OpenImageError> =>
  deps.fileStore.read(mailImageKey(id)).andThen((stored) =>
    stored !== undefined
      ? okAsync(stored)
      : openFile(deps, imageKey(id, 'list'))
          .andThen(({ content }) => wholeOf(content))
          .andThen((picture) => deps.imageResizer.square(picture, mailImageSide))
          .mapErr((error): OpenImageError => (error.type === 'files.unavailable' ? error : { type: 'image.not-found' }))
          .andThen((made) => {
            const found: FoundFile = { size: made.byteLength, content: once(made) };
            return deps.fileStore
              .put(mailImageKey(id), once(made), { maximumBytes: Number.MAX_SAFE_INTEGER })
              .map(() => found)
              .orElse(() => okAsync(found));
          }),
  );

const wholeOf = (content: AsyncIterable<Uint8Array>): ResultAsync<Uint8Array, FilesUnavailable> =>
  ResultAsync.fromPromise(collect(content), () => ({ type: 'files.unavailable', retryAfterSeconds: 1 }) as const);

async function collect(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
