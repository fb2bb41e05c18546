import { storeImage, type FileStore, type Ids, type ManagedProduct, type ProductImage } from '@cartwright/application';
import { demoPictures, readDemoPicture } from './demo-pictures.js';

/** A stored picture, and the colour that it shows where there are several. */
export type StoredPicture = { readonly image: ProductImage; readonly colour?: string };

/** Stores the drawings of all products, by the names of these. None where the shop was not built. */
export async function storeDemoPictures(
  fileStore: FileStore,
  ids: Ids,
): Promise<ReadonlyMap<string, readonly StoredPicture[]>> {
  const stored = await Promise.all(
    [...demoPictures].map(async ([name, pictures]) => {
      const images = await Promise.all(
        pictures.map(async ({ colour, ...picture }): Promise<readonly StoredPicture[]> => {
          const sizes = await readDemoPicture(picture);
          if (sizes === undefined) return [];
          const alt = colour === undefined ? name : `${name}, ${colour}`;
          const image = await storeImage(fileStore, { id: ids.next(), alt }, sizes);
          if (image.isErr()) throw new Error(`the demo pictures could not be stored: ${image.error.type}`);
          return [{ image: image.value, ...(colour === undefined ? {} : { colour }) }];
        }),
      );
      return [name, images.flat()] as const;
    }),
  );
  return new Map(stored);
}

/** The product with its pictures; each variant shows the one of its colour. */
export const withPictures = <P extends Pick<ManagedProduct, 'images' | 'variants'>>(
  product: P,
  pictures: readonly StoredPicture[],
): P => ({
  ...product,
  images: pictures.map(({ image }) => image),
  variants: product.variants.map((variant) => {
    const own = pictures.find(({ colour }) => colour !== undefined && colour === variant.options['Color']);
    return own === undefined ? variant : { ...variant, image: own.image.url };
  }),
});
