import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { ManagedProduct, ProductImage } from '../../ports/repositories/catalogue/product-records.js';
import {
  editProduct,
  type ChangeProductDeps,
  type ChangeProductError,
  type ProductChange,
} from '../products/change-product.js';
import {
  discardFilesOf,
  uploadImage,
  type UploadDeps,
  type UploadedImage,
  type UploadImageError,
} from './product-image-files.js';

/** The same maximum as for an import. */
const maximumImages = 250;

/** The product already has the maximum number of pictures. */
export type TooManyImages = { readonly type: 'catalogue.too-many-images'; readonly maximum: number };
export type AddProductImageCommand = ProductChange & UploadedImage;
export type ChangedImage = { readonly product: ManagedProduct; readonly image: ProductImage };
export type AddProductImageError = UploadImageError | TooManyImages | ChangeProductError;
/**
 * Adds a picture after the others of a product. Its files are stored before the product refers to them. A crash in
 * between leaves unused files.
 */
export type AddProductImage = (command: AddProductImageCommand) => ResultAsync<ChangedImage, AddProductImageError>;

export const makeAddProductImage =
  ({ fileStore, imageResizer, ids, ...deps }: ChangeProductDeps & UploadDeps): AddProductImage =>
  ({ content, alt = '', ...change }) =>
    uploadImage({ fileStore, imageResizer, ids }, { content, alt }).andThen((image) =>
      editProduct<TooManyImages>(deps, change, (product) =>
        product.images.length < maximumImages
          ? okAsync({ product: { ...product, images: [...product.images, image] } })
          : errAsync({ type: 'catalogue.too-many-images', maximum: maximumImages }),
      )
        .map((product) => ({ product, image }))
        .orElse((error) => discardFilesOf(fileStore, [image.id], error)),
    );
