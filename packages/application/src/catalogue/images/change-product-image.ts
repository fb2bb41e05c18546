import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { FileStore } from '../../ports/file-store.js';
import type { ManagedProduct, ProductImage } from '../../ports/repositories/catalogue/product-records.js';
import {
  editProduct,
  type ChangeProductDeps,
  type ChangeProductError,
  type ProductChange,
} from '../products/change-product.js';
import type { ChangedImage } from './add-product-image.js';
import { removeImageFiles } from './product-image-files.js';

/** The product has no such picture. */
export type ImageNotFound = { readonly type: 'catalogue.image-not-found'; readonly imageId: string };
export type ChangeProductImageError = ImageNotFound | ChangeProductError;
type WhichImage = ProductChange & { readonly imageId: string };

export type ChangeProductImageCommand = WhichImage & {
  readonly alt?: string;
  /** Position among the product's pictures, from 0. The first one represents the product in lists and carts. */
  readonly position?: number;
};
/** Changes the description or position of a picture. */
export type ChangeProductImage = (
  command: ChangeProductImageCommand,
) => ResultAsync<ChangedImage, ChangeProductImageError>;

export const makeChangeProductImage =
  (deps: ChangeProductDeps): ChangeProductImage =>
  ({ imageId, alt, position, ...change }) =>
    editProduct(deps, change, (product) =>
      imageIn(product, imageId).map(({ image, index }) => {
        const others = product.images.filter((other) => other !== image);
        const changed = { ...image, ...(alt === undefined ? {} : { alt }) };
        return { product: { ...product, images: others.toSpliced(position ?? index, 0, changed) } };
      }),
    ).andThen((product) => imageIn(product, imageId).map(({ image }) => ({ product, image })));

/** Removes a picture, also from variants that use it. */
export type RemoveProductImage = (command: WhichImage) => ResultAsync<ManagedProduct, ChangeProductImageError>;

export const makeRemoveProductImage =
  ({ fileStore, ...deps }: ChangeProductDeps & { readonly fileStore: FileStore }): RemoveProductImage =>
  ({ imageId, ...change }) => {
    let removed: ProductImage | undefined;
    return editProduct(deps, change, (product) =>
      imageIn(product, imageId).map(({ image }) => {
        removed = image;
        return { product: withoutImage(product, image) };
      }),
    ).andThrough(() => removeImageFiles(fileStore, removed === undefined ? [] : [removed]));
  };

function withoutImage(product: ManagedProduct, image: ProductImage): ManagedProduct {
  const urls = new Set([image.url, ...Object.values(image.sizes ?? {}).map(({ url }) => url)]);
  return {
    ...product,
    images: product.images.filter((other) => other !== image),
    variants: product.variants.map(({ image: shown, ...variant }) =>
      shown === undefined || urls.has(shown) ? variant : { ...variant, image: shown },
    ),
  };
}

function imageIn(
  { images }: ManagedProduct,
  imageId: string,
): ResultAsync<{ readonly image: ProductImage; readonly index: number }, ImageNotFound> {
  const index = images.findIndex(({ id }) => id === imageId);
  const image = images[index];
  return image === undefined ? errAsync({ type: 'catalogue.image-not-found', imageId }) : okAsync({ image, index });
}
