import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow';
import type { Clock } from '../../ports/clock.js';
import type { FilesUnavailable, SiteUnavailable, StorageUnavailable } from '../../ports/failures.js';
import type { FileIncomplete, FileStore, FileTooLarge } from '../../ports/file-store.js';
import type { ImageRefusal, ImageResizer } from '../../ports/image-resizer.js';
import type { RemoteFileError, RemoteFiles } from '../../ports/remote-files.js';
import type { AwaitedImage } from '../../ports/repositories/catalogue/awaited-image-records.js';
import type {
  ManagedProduct,
  ProductImage,
  SaveProductRefusal,
} from '../../ports/repositories/catalogue/product-records.js';
import type { ImportFailure } from '../../ports/repositories/import-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { withFailures } from '../imports/import-progress.js';
import { imageSquares, maximumImageBytes, removeImageFiles, storeImage } from './product-image-files.js';

export type FetchImageError = SiteUnavailable | SaveProductRefusal | FilesUnavailable | StorageUnavailable;
/**
 * Fetches a picture that an import links to, and shows it. Why it cannot be shown becomes a failure of the import. A
 * picture that is no longer awaited is left alone, so a repeat changes nothing.
 */
export type FetchImage = (command: { readonly imageId: string }) => ResultAsync<void, FetchImageError>;

type Deps = {
  readonly unitOfWork: UnitOfWork;
  readonly remoteFiles: RemoteFiles;
  readonly imageResizer: ImageResizer;
  readonly fileStore: FileStore;
  readonly clock: Clock;
};

/** With the delays between them a site may be away for a quarter of an hour. */
export const imageAttempts = 6;

export const makeFetchImage =
  (deps: Deps): FetchImage =>
  ({ imageId }) => {
    const { unitOfWork, remoteFiles, imageResizer, fileStore } = deps;
    return unitOfWork
      .read(({ awaitedImages }) => awaitedImages.find(imageId))
      .andThen((awaited) => {
        if (awaited === undefined) return okAsync(undefined);
        return remoteFiles
          .read(awaited.url, { maximumBytes: maximumImageBytes })
          .andThen((content) => imageResizer.resize(content, imageSquares))
          .andThen((sizes) => storeImage(fileStore, awaited, sizes))
          .andThen((image) => show(deps, awaited, { ...image, source: awaited.url }))
          .orElse((error) => (isRefusal(error) ? refuse(deps, awaited, error) : errAsync(error)));
      });
  };

type Refusal = RemoteFileError | ImageRefusal | FileTooLarge | FileIncomplete;

const codes: Readonly<Record<Refusal['type'], string>> = {
  'remote.address-refused': 'image.address-refused',
  'remote.too-large': 'image.too-large',
  'remote.missing': 'image.missing',
  'site.unavailable': 'image.unavailable',
  'image.type-not-allowed': 'image.type-not-allowed',
  'image.damaged': 'image.damaged',
  'image.too-many-pixels': 'image.too-many-pixels',
  'file.too-large': 'image.too-large',
  'file.incomplete': 'image.unavailable',
};

const isRefusal = (error: { readonly type: string }): error is Refusal => Object.hasOwn(codes, error.type);

/** Adds the picture to its product, in its place. Its files are removed if it is not to be shown any more. */
function show(
  { unitOfWork, fileStore, clock }: Deps,
  { id, productId }: AwaitedImage,
  image: ProductImage,
): ResultAsync<void, SaveProductRefusal | StorageUnavailable> {
  return unitOfWork
    .run(({ awaitedImages, products }) =>
      products.lock(productId).andThen((product) =>
        awaitedImages.lock(id).andThen((awaited) => {
          if (product === undefined || awaited === undefined) {
            // Another run of the job may have shown the same files.
            return okAsync(product?.images.some((shown) => shown.id === id) ?? false);
          }
          const shown = { ...withImage(product, awaited, image), version: product.version + 1, updatedAt: clock.now() };
          return products
            .save(shown, { initial: new Map() })
            .andThen(() => awaitedImages.remove([id]))
            .map(() => true);
        }),
      ),
    )
    .andThen((isShown) => (isShown ? okAsync(undefined) : removeImageFiles(fileStore, [image])));
}

const withImage = (
  product: ManagedProduct,
  { alt, position, variantIds }: AwaitedImage,
  image: ProductImage,
): ManagedProduct => ({
  ...product,
  images: product.images.toSpliced(position, 0, { ...image, alt }),
  variants: product.variants.map((variant) =>
    variantIds.includes(variant.id) ? { ...variant, image: image.url } : variant,
  ),
});

/** Notes why a picture is not shown; one whose site has an outage is tried again. */
function refuse(
  { unitOfWork }: Deps,
  { id, productId, importId, line, url }: AwaitedImage,
  refusal: Refusal,
): ResultAsync<void, SiteUnavailable | StorageUnavailable> {
  return unitOfWork
    .run(({ products, awaitedImages, imports }) =>
      products.lock(productId).andThen(() =>
        awaitedImages.lock(id).andThen((awaited): ResultAsync<SiteUnavailable | undefined, never> => {
          if (awaited === undefined) return okAsync(undefined);
          const attempts = awaited.attempts + 1;
          if (refusal.type === 'site.unavailable' && attempts < imageAttempts) {
            return awaitedImages.save([{ ...awaited, attempts }]).map(() => refusal);
          }
          const failure: ImportFailure = { line, code: codes[refusal.type], reason: reasonOf(refusal, url) };
          return awaitedImages
            .remove([id])
            .andThen(() =>
              imports
                .lock(importId)
                .andThen((record) =>
                  record === undefined
                    ? okAsync(undefined)
                    : imports.save(withFailures(record, [failure])).map(() => undefined),
                ),
            );
        }),
      ),
    )
    .andThen((later) => (later === undefined ? ok(undefined) : err(later)));
}

function reasonOf(refusal: Refusal, url: string): string {
  const picture = `the picture '${url.length > 100 ? `${url.slice(0, 100)}…` : url}'`;
  switch (refusal.type) {
    case 'remote.address-refused':
      return `${picture} is not on a public address`;
    case 'remote.too-large':
    case 'file.too-large':
      return `${picture} is larger than ${maximumImageBytes} bytes`;
    case 'remote.missing':
      return `${picture} cannot be fetched: its site answers ${refusal.status}`;
    case 'site.unavailable':
      return `${picture} cannot be fetched: ${refusal.reason}`;
    case 'file.incomplete':
      return `${picture} could not be stored`;
    case 'image.type-not-allowed':
      return `${picture} is none of ${refusal.allowed.join(', ')}`;
    case 'image.damaged':
      return `${picture} is damaged`;
    case 'image.too-many-pixels':
      return `${picture} has more than ${refusal.maximumPixels} pixels`;
  }
}
