import type { CurrencyCode, Instant } from '@cartwright/domain';
import type { MirroredVariant } from '../../ports/catalogue/product-mirror.js';
import type { ManagedProduct, ManagedVariant } from '../../ports/repositories/catalogue/product-records.js';
import { plainTextOf } from '../feeds/plain-text-of.js';
import type { StorefrontLinks } from '../feeds/storefront-links.js';
import { publicHttpsUrl } from '../images/public-https-url.js';
import { isPublished } from '../is-published.js';

export type WantedContext = {
  readonly at: Instant;
  readonly storeCurrency: CurrencyCode;
  readonly links: StorefrontLinks;
  /** The start of the addresses of the shop's own pictures. */
  readonly picturesUrl: string;
};

/**
 * The variants of a product as the payment provider is to have them. One is active while it is on sale and has a
 * price.
 *
 * @example wantedVariants(mug, context) // [{ name: 'Mug (Red)', prices: [usd(1200)], isActive: true, … }, …]
 */
export const wantedVariants = (product: ManagedProduct, context: WantedContext): readonly MirroredVariant[] => {
  const { at, links } = context;
  const isOnSale = (product.status === 'active' || product.status === 'unlisted') && isPublished(product, at);
  const url = publicHttpsUrl(links.product(product.slug), '');
  const shared = {
    productId: product.id,
    description: plainTextOf(product.description),
    ...(url === undefined ? {} : { url }),
  };
  return product.variants.map((variant) => ({
    ...shared,
    variantId: variant.id,
    sku: variant.sku,
    name: variant.name === '' ? product.name : `${product.name} (${variant.name})`,
    images: imagesOf(product, variant, context.picturesUrl),
    isShippable: !variant.digital,
    isActive: isOnSale && !variant.archived && variant.prices.length > 0,
    prices: pricesOf(variant, context.storeCurrency),
  }));
};

/** The variant's own picture first. */
const imagesOf = (product: ManagedProduct, variant: ManagedVariant, picturesUrl: string): readonly string[] => {
  const urls = [...(variant.image === undefined ? [] : [variant.image]), ...product.images.map(({ url }) => url)];
  return [...new Set(urls.flatMap((url) => publicHttpsUrl(url, picturesUrl) ?? []))];
};

/** The shop's own currency first. */
const pricesOf = ({ prices }: ManagedVariant, storeCurrency: CurrencyCode): MirroredVariant['prices'] => {
  const all = prices.map(({ price }) => price);
  const isOwn = ({ currency }: { readonly currency: CurrencyCode }): boolean => currency === storeCurrency;
  return [...all.filter(isOwn), ...all.filter((price) => !isOwn(price))];
};
