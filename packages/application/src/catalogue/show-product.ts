import { choosePrice, type CurrencyCode, type CustomerGroup, type Instant } from '@cartwright/domain';
import { fromDomain } from '../from-domain.js';
import type {
  OfferedProduct,
  OfferedVariant,
  ProductView,
  VariantView,
} from '../ports/read-models/catalogue-reader.js';
import { availabilityOf, fewLeft } from './availability.js';
import { isPublished } from './is-published.js';

/** The audience of the catalogue, and the time. */
export type Audience = {
  readonly currency: CurrencyCode;
  readonly groups: readonly CustomerGroup[];
  readonly at: Instant;
  /** A locale of the product's translations, or the original. */
  readonly locale: string;
};

/**
 * A product as a customer sees it: in their language, with the prices that they pay for one unit. Variants without such
 * a price are omitted; so is the product, if no variant is left or it is not published yet.
 */
export function showProduct(product: OfferedProduct, audience: Audience): ProductView | undefined {
  const { publishAt: _publishAt, translations, taxIncluded, variants, ...texts } = product;
  if (!isPublished(product, audience.at)) return undefined;
  const shown = variants.flatMap((variant) => showVariant(variant, taxIncluded, audience));
  if (shown.length === 0) return undefined;
  const { name, description, seo } = translations[audience.locale] ?? {};
  return {
    ...texts,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    seo: { ...texts.seo, ...seo },
    variants: shown,
  };
}

function showVariant(
  { offers, available, backorder, lowStockThreshold, ...texts }: OfferedVariant,
  taxIncluded: boolean,
  { currency, groups, at }: Audience,
): readonly VariantView[] {
  const stock = { available, backorder, lowStockThreshold };
  const quantity = fewLeft(stock);
  return fromDomain(choosePrice(offers, { currency, groups, quantity: 1, at })).match(
    ({ price, compareAtPrice }) => [
      {
        ...texts,
        price,
        ...(compareAtPrice === undefined ? {} : { compareAtPrice }),
        taxIncluded,
        availability: availabilityOf(stock),
        ...(quantity === undefined ? {} : { quantity }),
      },
    ],
    () => [],
  );
}
