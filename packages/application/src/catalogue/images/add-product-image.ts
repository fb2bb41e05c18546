import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { FilesUnavailable } from '../../ports/failures.js';
import type { FileIncomplete, FileStore, FileTooLarge } from '../../ports/file-store.js';
import type { Ids } from '../../ports/ids.js';
import type { ImageRefusal, ImageResizer } from '../../ports/image-resizer.js';
import type { ManagedProduct, ProductImage } from '../../ports/repositories/catalogue/product-records.js';
import {
  editProduct,
  type ChangeProductDeps,
  type ChangeProductError,
  type ProductChange,
} from '../products/change-product.js';
import { imageSquares, removeImageFiles, storeImage } from './product-image-files.js';

/** 10 MiB, enough for a camera picture. */
export const maximumImageBytes = 10 * 1024 * 1024;
/** The same maximum as for an import. */
const maximumImages = 250;

/** The product already has the maximum number of pictures. */
export type TooManyImages = { readonly type: 'catalogue.too-many-images'; readonly maximum: number };
export type AddProductImageCommand = ProductChange & { readonly content: Uint8Array; readonly alt?: string };
export type ChangedImage = { readonly product: ManagedProduct; readonly image: ProductImage };
export type AddProductImageError =
  ImageRefusal | TooManyImages | FileTooLarge | FileIncomplete | FilesUnavailable | ChangeProductError;
/**
 * Adds a picture after the others of a product. Its files are stored before the product refers to them. A crash in
 * between leaves unused files.
 */
export type AddProductImage = (command: AddProductImageCommand) => ResultAsync<ChangedImage, AddProductImageError>;

export const makeAddProductImage =
  ({
    fileStore,
    imageResizer,
    ids,
    ...deps
  }: ChangeProductDeps & {
    readonly fileStore: FileStore;
    readonly imageResizer: ImageResizer;
    readonly ids: Ids;
  }): AddProductImage =>
  ({ content, alt = '', ...change }) => {
    if (content.byteLength > maximumImageBytes) {
      return errAsync({ type: 'file.too-large', maximumBytes: maximumImageBytes });
    }
    return imageResizer
      .resize(content, imageSquares)
      .andThen((sizes) => storeImage(fileStore, { id: ids.next(), alt }, sizes))
      .andThen((image) =>
        editProduct<TooManyImages>(deps, change, (product) =>
          product.images.length < maximumImages
            ? okAsync({ product: { ...product, images: [...product.images, image] } })
            : errAsync({ type: 'catalogue.too-many-images', maximum: maximumImages }),
        )
          .map((product) => ({ product, image }))
          .orElse((error) => removeImageFiles(fileStore, [image]).andThen(() => errAsync(error))),
      );
  };
