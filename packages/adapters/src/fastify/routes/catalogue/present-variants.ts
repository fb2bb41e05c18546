import type { ProductView } from '@cartwright/application';
import { Type } from 'typebox';
import { Id } from '../../requests/plain-schemas.js';
import { presentVariantImage, type ImageUrl } from '../../responses/image-urls.js';
import { variantFields } from './catalogue-schemas.js';

/** A variant with the fields of its product that lists show. */
export const VariantOfProduct = Type.Object(
  {
    ...variantFields,
    productId: Id,
    slug: Type.String({ description: 'The slug of its product.' }),
    productName: Type.String(),
  },
  { title: 'VariantOfProduct' },
);

/** The variants of products, each with its product. */
export const presentVariants = (imageUrl: ImageUrl, products: readonly ProductView[]) =>
  products.flatMap(({ id: productId, slug, name: productName, images: [first], variants }) =>
    variants.map((variant) => ({
      ...variant,
      ...presentVariantImage(imageUrl, { ...(first === undefined ? {} : { image: first.url }), ...variant }),
      productId,
      slug,
      productName,
    })),
  );
