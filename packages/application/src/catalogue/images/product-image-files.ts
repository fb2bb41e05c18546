import { okAsync, ResultAsync } from 'neverthrow';
import { removeQuietly } from '../../downloads/attach-digital-file.js';
import type { FileStore, FileIncomplete, FileTooLarge } from '../../ports/file-store.js';
import type { FilesUnavailable } from '../../ports/failures.js';
import type { ImageSizeName, ResizedImage } from '../../ports/image-resizer.js';
import type { ProductImage } from '../../ports/repositories/catalogue/product-records.js';

/** The square that each size fits into, in pixels. */
export const imageSquares = { list: 400, page: 1000, zoom: 2000 } as const satisfies Record<ImageSizeName, number>;
const sizeNames = Object.keys(imageSquares) as readonly ImageSizeName[];

export const isImageSizeName = (name: string): name is ImageSizeName => Object.hasOwn(imageSquares, name);

/** The key of a size of a picture in the file store. */
export const imageKey = (id: string, size: ImageSizeName): string => `images/${id}/${size}`;

/** Its URL path, below the shop or a CDN. It can be cached for ever, because a picture never changes. */
const imagePath = (id: string, size: ImageSizeName): string => `/images/${id}/${size}.webp`;

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
  images
    .flatMap(({ id, sizes }) => (sizes === undefined ? [] : sizeNames.map((name) => imageKey(id, name))))
    .reduce<ResultAsync<void, never>>(
      (done, key) => done.andThen(() => removeQuietly(fileStore, key)),
      okAsync(undefined),
    );

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
