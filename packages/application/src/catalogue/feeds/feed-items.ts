import type { Money, ProductId, VariantId } from '@cartwright/domain';
import type { Availability, ProductView, VariantView } from '../../ports/read-models/catalogue-reader.js';
import { isGtin } from './is-gtin.js';
import { plainTextOf } from './plain-text-of.js';
import type { StorefrontLinks } from './storefront-links.js';

/** A variant as feeds for search engines describe it. */
export type FeedItem = {
  readonly id: VariantId;
  /** The product, which its variants share. */
  readonly groupId: ProductId;
  readonly title: string;
  /** Plain text. */
  readonly description: string;
  readonly link: string;
  /** A picture of its own, or the product's first one. */
  readonly image: string;
  /** The other pictures of the product. */
  readonly moreImages: readonly string[];
  readonly availability: Availability;
  readonly price: Money;
  /** Where it is lower than `price`. */
  readonly salePrice?: Money;
  readonly brand?: string;
  readonly gtin?: string;
  /** The names of categories from the root to the first one of the product. */
  readonly categoryPath: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  readonly weightGrams?: number;
};

/** The items of a product, one for each variant. Variants without a picture are omitted. */
export const feedItems = (product: ProductView, links: StorefrontLinks): readonly FeedItem[] =>
  product.variants.flatMap((variant) => {
    const urls = product.images.map(({ url }) => url);
    const image = variant.image ?? urls[0];
    return image === undefined
      ? []
      : [itemOf(product, variant, links, [image, ...urls.filter((url) => url !== image)])];
  });

function itemOf(
  { id: groupId, slug, name, description, brand, categories: [category] }: ProductView,
  { id, name: variantName, barcode, availability, options, weightGrams, ...variant }: VariantView,
  links: StorefrontLinks,
  [image = '', ...moreImages]: readonly string[],
): FeedItem {
  const title = variantName === '' ? name : `${name} (${variantName})`;
  return {
    id,
    groupId,
    title,
    description: plainTextOf(description) || title,
    link: links.product(slug),
    image,
    moreImages,
    availability,
    ...pricesOf(variant),
    ...(brand === undefined ? {} : { brand }),
    ...(barcode === undefined || !isGtin(barcode) ? {} : { gtin: barcode }),
    categoryPath: category?.path ?? [],
    options,
    ...(weightGrams === undefined ? {} : { weightGrams }),
  };
}

const pricesOf = ({
  price,
  compareAtPrice,
}: Pick<VariantView, 'price' | 'compareAtPrice'>): Pick<FeedItem, 'price' | 'salePrice'> =>
  compareAtPrice !== undefined && compareAtPrice.amount > price.amount
    ? { price: compareAtPrice, salePrice: price }
    : { price };
