import type { MirroredField, MirroredVariant } from '@cartwright/application';
import type { Stripe } from 'stripe';
import { idOf } from '../provider-events.js';

/** Of a product's texts, from https://docs.stripe.com/api/products/create and Stripe's OpenAPI document. */
const longest = { name: 5000, description: 40_000, url: 5000, metadata: 500 } as const;
const mostImages = 8;

/** The fields of a product at Stripe, made from a variant. Texts are cut to Stripe's limits. */
export type ProductContent = {
  readonly name: string;
  readonly description: string;
  readonly images: string[];
  readonly url: string;
  readonly active: boolean;
  readonly shippable: boolean;
  readonly metadata: Record<string, string>;
};

/** `''` where there is none: that unsets it. */
export const contentOf = (variant: MirroredVariant, shopId: string): ProductContent => {
  const { variantId, productId, sku, name, description, images, url = '', isActive, isShippable } = variant;
  return {
    name: cut(name, longest.name),
    description: cut(description, longest.description),
    images: images.slice(0, mostImages),
    url: url.length > longest.url ? '' : url,
    active: isActive,
    shippable: isShippable,
    metadata: { shopId, productId, variantId, ...(sku === '' ? {} : { sku: cut(sku, longest.metadata) }) },
  };
};

/** What is not empty: Stripe refuses empty texts of a new product. */
export const creationOf = ({ description, url, ...content }: ProductContent) => ({
  ...content,
  ...(description === '' ? {} : { description }),
  ...(url === '' ? {} : { url }),
});

/** An empty list of pictures is sent as `''`, which unsets them. */
export const updateOf = ({ images, ...content }: ProductContent): Stripe.ProductUpdateParams => ({
  ...content,
  images: images.length === 0 ? '' : images,
});

/** Which fields of a product at Stripe are not as they were written. */
export function changedFields(
  product: Stripe.Product,
  content: ProductContent,
  defaultPrice: string | undefined,
): readonly MirroredField[] {
  const { default_price: price } = product;
  const fields: readonly (readonly [MirroredField, boolean])[] = [
    ['name', product.name === content.name],
    ['description', (product.description ?? '') === content.description],
    ['images', product.images.join(' ') === content.images.join(' ')],
    ['url', (product.url ?? '') === content.url],
    ['active', product.active === content.active],
    ['defaultPrice', defaultPrice === undefined || idOf(price) === defaultPrice],
  ];
  return fields.filter(([, isSame]) => !isSame).map(([field]) => field);
}

/** The start of a text, without half a character at its end. */
function cut(text: string, most: number): string {
  return text.slice(0, most).replace(/\p{Cs}$/u, '');
}
