import type { CurrencyCode } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { ManagedProduct } from '../../ports/repositories/catalogue/product-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { pathOf, pathsOf } from './category-paths.js';
import { exportColumns, exportRows } from './shopify-rows.js';

export type ExportProductsQuery = {
  /** The public address of a picture. */
  readonly imageUrl: (url: string) => string;
};
/** A file in parts. */
export type ProductFile = {
  readonly columns: readonly string[];
  /** Read as it is consumed; throws where the storage fails in between. */
  readonly rows: AsyncIterable<readonly (readonly string[])[]>;
};
/** All products in Shopify's format. An exported file imports unchanged. */
export type ExportProducts = (query: ExportProductsQuery) => ResultAsync<ProductFile, StorageUnavailable>;

/** Products in memory at a time. */
const productsPerPage = 100;

export const makeExportProducts =
  ({
    unitOfWork,
    storeCurrency,
  }: {
    readonly unitOfWork: Pick<UnitOfWork, 'read'>;
    readonly storeCurrency: CurrencyCode;
  }): ExportProducts =>
  ({ imageUrl }) => {
    const read = (after?: string) =>
      unitOfWork.read(({ products }) =>
        products.page({ limit: productsPerPage, ...(after === undefined ? {} : { after }) }),
      );
    // The first page is read at once: what fails there can still be reported.
    return unitOfWork
      .read(({ categories }) => categories.list())
      .andThen((all) => {
        const paths = pathsOf(all);
        const rowsOf = (products: readonly ManagedProduct[]) =>
          products.flatMap((product) =>
            exportRows(product, { imageUrl, storeCurrency, categoryPath: pathOf(product, paths) }),
          );
        return read().map((first) => ({ columns: exportColumns, rows: pages(first, read, rowsOf) }));
      });
  };

async function* pages<T>(
  first: readonly ManagedProduct[],
  read: (after: string) => ResultAsync<readonly ManagedProduct[], StorageUnavailable>,
  rowsOf: (products: readonly ManagedProduct[]) => T,
): AsyncGenerator<T> {
  let page = first;
  while (page.length > 0) {
    yield rowsOf(page);
    const last = page.at(-1);
    if (last === undefined || page.length < productsPerPage) return;
    const next = await read(last.id);
    if (next.isErr()) throw new Error(`the export ends early: ${next.error.type}`);
    page = next.value;
  }
}
