import { err, ok, type ResultAsync } from 'neverthrow';
import type { LinkExpired, LinkInvalid } from '../links/expiring-links.js';
import type { DigitalFile } from '../ports/repositories/digital-file-records.js';
import type { FilesUnavailable, StorageUnavailable } from '../ports/failures.js';
import type { ByteRange, FileStore } from '../ports/file-store.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { DownloadLinks } from './download-link.js';
import {
  findPurchase,
  type DownloadFileMissing,
  type DownloadNotFound,
  type DownloadWithdrawn,
} from './find-purchase.js';

export type OpenDownloadQuery = { readonly token: string };
export type OpenDownloadError =
  LinkInvalid | LinkExpired | DownloadNotFound | DownloadWithdrawn | DownloadFileMissing | StorageUnavailable;
export type ReadDownloadError = DownloadFileMissing | FilesUnavailable;

/** A file that is about to be sent. `version` changes when the shop attaches another one. */
export type OpenedDownload = Pick<DigitalFile, 'name' | 'size'> & {
  readonly version: string;
  /** Its bytes, or a part of them. */
  readonly read: (range?: ByteRange) => ResultAsync<AsyncIterable<Uint8Array>, ReadDownloadError>;
};
/** Opens what a link is for, if the purchase is still valid. Needs nothing but the link. */
export type OpenDownload = (query: OpenDownloadQuery) => ResultAsync<OpenedDownload, OpenDownloadError>;

export const makeOpenDownload =
  (deps: {
    readonly unitOfWork: UnitOfWork;
    readonly fileStore: FileStore;
    readonly downloadLinks: DownloadLinks;
  }): OpenDownload =>
  ({ token }) =>
    deps.downloadLinks.read(token).asyncAndThen(({ orderId, variantId }) => {
      const missing = (): DownloadFileMissing => ({ type: 'download.file-missing', variantId });
      return deps.unitOfWork
        .read(({ orders, digitalFiles }) =>
          orders
            .find(orderId)
            .andThen((stored) =>
              stored === undefined
                ? err<never, DownloadNotFound>({ type: 'download.not-found', downloadId: `${orderId}.${variantId}` })
                : findPurchase(stored.order, variantId),
            )
            .andThen(() => digitalFiles.find(variantId))
            .andThen((file) => (file === undefined ? err(missing()) : ok(file))),
        )
        .map(({ key, name, size }): OpenedDownload => ({
          name,
          size,
          version: key,
          read: (range) =>
            deps.fileStore
              .read(key, range)
              .andThen((found) => (found === undefined ? err(missing()) : ok(found.content))),
        }));
    });
