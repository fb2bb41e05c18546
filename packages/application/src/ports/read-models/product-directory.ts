import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';
import type { ProductStatus } from '../repositories/catalogue-records.js';
import type { ManagedProduct } from '../repositories/catalogue/product-records.js';
import type { CursorMalformed, Page, PageRequest, Sorting } from './paging.js';

/** What editors look for; an absent member asks nothing. */
export type DirectoryFilter = {
  /** A part of the name, the slug or a SKU. */
  readonly search?: string;
  readonly status?: ProductStatus;
};

export type DirectorySortKey = 'name' | 'createdAt';

/** All products, whatever their status, as editors see them. */
export type ProductDirectory = {
  readonly list: (
    filter: DirectoryFilter,
    sorting: Sorting<DirectorySortKey>,
    page: PageRequest,
  ) => ResultAsync<Page<ManagedProduct>, CursorMalformed | StorageUnavailable>;
};
