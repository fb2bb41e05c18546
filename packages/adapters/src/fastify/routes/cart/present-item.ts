import type { ItemDescription } from '@cartwright/domain';
import { presentVariantImage, type ImageUrl } from '../../responses/image-urls.js';

/** What a line of a cart or an order is called. Orders of earlier versions have no more than name and SKU. */
export const presentItem = ({ productId, slug, sku, name, options, image }: ItemDescription, imageUrl: ImageUrl) => ({
  ...(productId === undefined ? {} : { productId }),
  ...(slug === undefined ? {} : { slug }),
  sku,
  name,
  ...(options === undefined ? {} : { options }),
  ...presentVariantImage(imageUrl, image === undefined ? {} : { image }),
});
