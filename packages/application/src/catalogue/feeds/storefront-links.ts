/** Links to pages of the catalogue and the journal. */
export type StorefrontLinks = {
  readonly product: (slug: string) => string;
  readonly category: (slug: string) => string;
  readonly post: (slug: string) => string;
};

/**
 * Links to the storefront, or to the shop's own pages where there is no storefront.
 *
 * @example makeStorefrontLinks({ publicUrl: 'https://shop.example' }).product('mug') //
 * 'https://shop.example/products/mug'
 */
export function makeStorefrontLinks({
  publicUrl,
  storefrontUrl,
}: {
  readonly publicUrl: string;
  readonly storefrontUrl?: string;
}): StorefrontLinks {
  const to = (folder: string) => (slug: string) =>
    `${storefrontUrl ?? publicUrl}/${folder}/${encodeURIComponent(slug)}`;
  return { product: to('products'), category: to('categories'), post: to('posts') };
}
