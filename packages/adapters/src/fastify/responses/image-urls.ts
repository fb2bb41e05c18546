import { absoluteUrl, type PostImage, type ProductImage, type ProductView } from '@cartwright/application';

declare module 'fastify' {
  interface FastifyInstance {
    /** The URL of a picture. A path is prefixed with the shop or its CDN (`ASSETS_URL`). */
    readonly imageUrl: ImageUrl;
  }
}

export type ImageUrl = (url: string) => string;

export const makeImageUrl =
  (base: string): ImageUrl =>
  (url) =>
    absoluteUrl(url, base);

export const presentImage = (imageUrl: ImageUrl, { url, sizes, ...image }: ProductImage) => ({
  ...image,
  url: imageUrl(url),
  ...(sizes === undefined
    ? {}
    : {
        sizes: {
          list: { ...sizes.list, url: imageUrl(sizes.list.url) },
          page: { ...sizes.page, url: imageUrl(sizes.page.url) },
          zoom: { ...sizes.zoom, url: imageUrl(sizes.zoom.url) },
        },
      }),
});

/** The URL of a variant's picture, if it has one. */
export const presentVariantImage = (
  imageUrl: ImageUrl,
  { image }: { readonly image?: string },
): { readonly image?: string } => (image === undefined ? {} : { image: imageUrl(image) });

/** A product, for shoppers or editors, with absolute URLs of its pictures. */
export const withImageUrls = <
  P extends Pick<ProductView, 'images'> & { readonly variants: readonly { image?: string }[] },
>(
  imageUrl: ImageUrl,
  product: P,
): P => ({
  ...product,
  images: product.images.map((image) => presentImage(imageUrl, image)),
  variants: product.variants.map((variant) => ({ ...variant, ...presentVariantImage(imageUrl, variant) })),
});

/** A post, for readers or editors, with the absolute URL of its picture. */
export const withPostImageUrl = <P extends { readonly image?: PostImage | null }>(imageUrl: ImageUrl, post: P): P =>
  post.image === undefined || post.image === null
    ? post
    : { ...post, image: { ...post.image, url: imageUrl(post.image.url) } };
