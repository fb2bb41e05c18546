import { err, ok, type ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import type { ExpiringLink } from '../links/expiring-links.js';
import { authorizeOrder } from '../ordering/authorize-order.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { DownloadLinks } from './download-link.js';
import {
  findPurchase,
  type DownloadFileMissing,
  type DownloadNotFound,
  type DownloadWithdrawn,
} from './find-purchase.js';

export type RequestDownloadQuery = { readonly caller: SignedInCaller; readonly downloadId: string };
export type RequestDownloadError = DownloadNotFound | DownloadWithdrawn | DownloadFileMissing | StorageUnavailable;
/** A link to what the caller has bought. Each time another one, which ends by itself. */
export type RequestDownload = (query: RequestDownloadQuery) => ResultAsync<ExpiringLink, RequestDownloadError>;

export const makeRequestDownload =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly secrets: Secrets;
    readonly downloadLinks: DownloadLinks;
  }): RequestDownload =>
  ({ caller, downloadId }) => {
    const [orderId = '', variantId = ''] = downloadId.split('.');
    return deps.unitOfWork.read(({ orders, digitalFiles }) =>
      orders
        .find(orderId)
        .andThen((stored) =>
          authorizeOrder(deps.secrets, caller, orderId, stored).mapErr((): DownloadNotFound => ({
            type: 'download.not-found',
            downloadId,
          })),
        )
        .andThen(({ order }) => findPurchase(order, variantId))
        .andThen((purchase) =>
          digitalFiles
            .find(variantId)
            .andThen((file) =>
              file === undefined
                ? err<never, DownloadFileMissing>({ type: 'download.file-missing', variantId })
                : ok(deps.downloadLinks.sign(purchase)),
            ),
        ),
    );
  };
