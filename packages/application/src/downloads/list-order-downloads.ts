import type { ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { ExpiringLink } from '../links/expiring-links.js';
import { authorizeOrder, type OrderNotFound } from '../ordering/authorize-order.js';
import type { DownloadRow } from '../ports/read-models/download-reader.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { digitalPurchasesOf, downloadIdOf } from './digital-purchase.js';
import type { DownloadLinks } from './download-link.js';

export type ListOrderDownloadsQuery = { readonly caller: Caller; readonly orderId: string };
export type ListOrderDownloadsError = OrderNotFound | StorageUnavailable;
/** A purchase with the link that opens it; none while there is no file. */
export type OrderDownload = DownloadRow & { readonly link?: ExpiringLink };
/**
 * What the owner of an order may download: its customer, or a guest with its token. Staff may read orders, but not
 * download what was bought.
 */
export type ListOrderDownloads = (
  query: ListOrderDownloadsQuery,
) => ResultAsync<readonly OrderDownload[], ListOrderDownloadsError>;

export const makeListOrderDownloads =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly secrets: Secrets;
    readonly downloadLinks: DownloadLinks;
  }): ListOrderDownloads =>
  ({ caller, orderId }) =>
    deps.unitOfWork.read(({ orders, digitalFiles }) =>
      orders
        .find(orderId)
        .andThen((stored) => authorizeOrder(deps.secrets, caller, orderId, stored))
        .andThen(({ order }) => {
          const purchases = digitalPurchasesOf(order);
          return digitalFiles.among(purchases.map(({ variantId }) => variantId)).map((files) =>
            purchases.map((purchase): OrderDownload => {
              const row = { ...purchase, id: downloadIdOf(purchase) };
              const file = files.find(({ variantId }) => variantId === purchase.variantId);
              if (file === undefined) return row;
              return { ...row, file: { name: file.name, size: file.size }, link: deps.downloadLinks.sign(purchase) };
            }),
          );
        }),
    );
