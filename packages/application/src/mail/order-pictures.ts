import type { Order } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { absoluteUrl } from '../catalogue/images/absolute-url.js';
import { mailImagePath } from '../catalogue/images/product-image-files.js';
import type { MailContext } from './mail-definition.js';
import type { OrderPictures } from './order-summary.js';

/** The present pictures of what was ordered. Those of the shop get its address or its CDN's: a mail has none. */
export const picturesOf = (
  { pricing }: Order,
  { repositories, publicUrl, assetsUrl = publicUrl }: Pick<MailContext, 'repositories' | 'publicUrl' | 'assetsUrl'>,
): ResultAsync<OrderPictures, never> =>
  repositories.catalogue
    .items(pricing.lines.map(({ variantId }) => variantId))
    .map(
      (items) =>
        new Map(
          [...items.values()].flatMap(({ variantId, image }) =>
            image === undefined ? [] : [[variantId, absoluteUrl(mailImagePath(image), assetsUrl)] as const],
          ),
        ),
    );
