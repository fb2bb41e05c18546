import type { CustomerId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { DigitalPurchase } from '../../downloads/digital-purchase.js';
import type { DigitalFile } from '../repositories/digital-file-records.js';
import type { StorageUnavailable } from '../failures.js';
import type { CursorMalformed, Page, PageRequest } from './paging.js';

/** A digital purchase in a list; `id` is its `downloadIdOf`, `file` is absent while the shop has attached none. */
export type DownloadRow = DigitalPurchase & { readonly id: string; readonly file?: Pick<DigitalFile, 'name' | 'size'> };

/**
 * Customers' digital purchases as plain rows, the newest first: what `digitalPurchasesOf` all their orders comes to.
 */
export type DownloadReader = {
  readonly downloadsOf: (
    customerId: CustomerId,
    page: PageRequest,
  ) => ResultAsync<Page<DownloadRow>, CursorMalformed | StorageUnavailable>;
};
