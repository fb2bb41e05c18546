import type { Order } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { ReadRepositories } from '../ports/repositories/unit-of-work.js';
import { digitalPurchasesOf } from './digital-purchase.js';
import type { DownloadLinks } from './download-link.js';

/** A file that the buyer of an order may download, by a link that expires. */
export type LinkedDownload = { readonly name: string; readonly url: string };

/** The purchases of an order that have a file now. */
export function linkedDownloads(
  order: Order,
  { digitalFiles }: Pick<ReadRepositories, 'digitalFiles'>,
  downloadLinks: DownloadLinks,
  validForMs: number,
): ResultAsync<readonly LinkedDownload[], never> {
  const purchases = digitalPurchasesOf(order);
  if (purchases.length === 0) return okAsync([]);
  return digitalFiles
    .among(purchases.map(({ variantId }) => variantId))
    .map((files) =>
      purchases
        .filter(({ variantId }) => files.some((file) => file.variantId === variantId))
        .map((purchase) => ({ name: purchase.name, url: downloadLinks.sign(purchase, validForMs).url })),
    );
}
