import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import { removeQuietly } from '../../downloads/attach-digital-file.js';
import type { FileStore, FileIncomplete, FileTooLarge } from '../../ports/file-store.js';
import type { FilesUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type { ImageRefusal, ImageResizer, ImageSizeName, ResizedImage } from '../../ports/image-resizer.js';
import type { ProductImage } from '../../ports/repositories/catalogue/product-records.js';

/** The square that each size fits into, in pixels. */
export const imageSquares = { list: 400, page: 1000, zoom: 2000 } as const satisfies Record<ImageSizeName, number>;
const sizeNames = Object.keys(imageSquares) as readonly ImageSizeName[];

export const isImageSizeName = (name: string): name is ImageSizeName => Object.hasOwn(imageSquares, name);

/** The key of a size of a picture in the file store. */
export const imageKey = (id: string, size: ImageSizeName): string => `images/${id}/${size}`;

/** Its URL path, below the shop or a CDN. It can be cached for ever, because a picture never changes. */
const imagePath = (id: string, size: ImageSizeName): string => `/images/${id}/${size}.webp`;

/** The key of a picture for mails. It is made when it is first requested. */
export const mailImageKey = (id: string): string => `images/${id}/mail`;

/** The side of a picture for mails, in pixels: twice that which mails show it with, for dense screens. */
export const mailImageSide = 128;

/**
 * The picture for mails of a picture of the shop, as JPEG: Outlook for Windows shows no WebP. Pictures of other sites
 * stay as they are.
 *
 * @example mailImagePath('/images/0193…/page.webp') // '/images/0193…/mail.jpg'
 */
export const mailImagePath = (url: string): string =>
  url.replace(/^(\/images\/[^/]+\/)(?:list|page|zoom)\.webp$/u, '$1mail.jpg');

/** 10 MiB, enough for a camera picture. */
export const maximumImageBytes = 10 * 1024 * 1024;

export type UploadedImage = { readonly content: Uint8Array; readonly alt?: string };
export type UploadImageError = ImageRefusal | FileTooLarge | FileIncomplete | FilesUnavailable;
export type UploadDeps = { readonly fileStore: FileStore; readonly imageResizer: ImageResizer; readonly ids: Ids };

/** Stores an uploaded picture in every size, under a new id. */
export function uploadImage(
  { fileStore, imageResizer, ids }: UploadDeps,
  { content, alt = '' }: UploadedImage,
): ResultAsync<ProductImage, UploadImageError> {
  if (content.byteLength > maximumImageBytes)
    return errAsync({ type: 'file.too-large', maximumBytes: maximumImageBytes });
  return imageResizer
    .resize(content, imageSquares)
    .andThen((sizes) => storeImage(fileStore, { id: ids.next(), alt }, sizes));
}

/** Stores every size of a picture. */
export function storeImage(
  fileStore: FileStore,
  { id, alt }: { readonly id: string; readonly alt: string },
  sizes: Readonly<Record<ImageSizeName, ResizedImage>>,
): ResultAsync<ProductImage, FileTooLarge | FileIncomplete | FilesUnavailable> {
  const sizeOf = (name: ImageSizeName) => {
    const { width, height } = sizes[name];
    return { url: imagePath(id, name), width, height };
  };
  return ResultAsync.combine(
    sizeNames.map((name) =>
      fileStore.put(imageKey(id, name), once(sizes[name].content), { maximumBytes: Number.MAX_SAFE_INTEGER }),
    ),
  ).map(() => ({
    id,
    alt,
    ...sizeOf('page'),
    sizes: { list: sizeOf('list'), page: sizeOf('page'), zoom: sizeOf('zoom') },
  }));
}

/** Removes the files of unused pictures. A picture of another site has none. */
export const removeImageFiles = (fileStore: FileStore, images: readonly ProductImage[]): ResultAsync<void, never> =>
  removeFilesOf(
    fileStore,
    images.flatMap(({ id, sizes }) => (sizes === undefined ? [] : [id])),
  );

/** Removes the files of stored pictures, by their ids. */
export const removeFilesOf = (fileStore: FileStore, ids: readonly string[]): ResultAsync<void, never> =>
  ids
    .flatMap((id) => [...sizeNames.map((name) => imageKey(id, name)), mailImageKey(id)])
    .reduce<ResultAsync<void, never>>(
      (done, key) => done.andThen(() => removeQuietly(fileStore, key)),
      okAsync(undefined),
    );

/**
 * Removes the files of pictures after the commit that refers to them was refused, and returns the refusal. After an
 * outage the files stay: the commit may have succeeded.
 */
export const discardFilesOf = <E extends { readonly type: string }>(
  fileStore: FileStore,
  ids: readonly string[],
  error: E,
): ResultAsync<never, E> =>
  error.type === 'storage.unavailable' ? errAsync(error) : removeFilesOf(fileStore, ids).andThen(() => errAsync(error));

/** A file of one part. */
export async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
