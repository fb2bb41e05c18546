import { compareIds, type CurrencyCode, type ProductId } from '@cartwright/domain';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import type { Clock } from '../../ports/clock.js';
import type { CsvReader } from '../../ports/csv-reader.js';
import type { FilesUnavailable, StorageUnavailable } from '../../ports/failures.js';
import type { FileStore } from '../../ports/file-store.js';
import type { HtmlSanitizer } from '../../ports/html-sanitizer.js';
import type { Ids } from '../../ports/ids.js';
import type { ManagedProduct, ProductWrite } from '../../ports/repositories/catalogue/product-records.js';
import type { ImportCounts, ImportFailure, ProductImport } from '../../ports/repositories/import-records.js';
import type { Repositories, UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { withAwaited } from '../images/awaited-images.js';
import {
  awaitedOf,
  planPictures,
  refusePictures,
  saveAwaited,
  withOwnPictures,
  type PictureDeps,
} from './await-pictures.js';
import { categoryPaths, findCategories, pathOf } from './category-paths.js';
import type { ProductFormat } from './fields.js';
import type { ProductRows } from './group-rows.js';
import { countOf, noCounts, sumOfCounts } from './import-counts.js';
import { isOver, withFailures } from './import-progress.js';
import { mergeProduct, type MergeContext } from './merge-product.js';
import { readProduct, type ImportedProduct } from './read-product.js';
import { refusalOf } from './refusal-texts.js';
import { exportedRows } from './stated-rows.js';
import type { ImportNotFound } from './view-import.js';

export type ImportProductsError = ImportNotFound | FilesUnavailable | StorageUnavailable;
export type ImportProductsDeps = PictureDeps & {
  readonly unitOfWork: UnitOfWork;
  readonly fileStore: FileStore;
  readonly csvReader: CsvReader;
  readonly htmlSanitizer: HtmlSanitizer;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly storeCurrency: CurrencyCode;
};

/** `end`: how many rows of the file are processed with these. */
export type PlacedRows = ProductRows & { readonly end: number };

/** Products of a file that are imported in one transaction. */
export type ImportBatch = {
  readonly importId: string;
  readonly format: ProductFormat;
  /** All of the file: a product that has one of them is never found by a SKU. */
  readonly handles: ReadonlySet<string>;
  readonly batch: readonly PlacedRows[];
};

/** Imports a batch and its progress in one transaction, unless another process did. Returns the import's record. */
export const importBatch = (
  deps: ImportProductsDeps,
  work: ImportBatch,
): ResultAsync<ProductImport, ImportProductsError> =>
  deps.unitOfWork.run((repositories) =>
    repositories.imports.lock(work.importId).andThen((record) => {
      if (record === undefined) return errAsync({ type: 'import.not-found', importId: work.importId } as const);
      const [first] = work.batch;
      const begin = first === undefined ? record.processed : first.end - first.rows.length;
      return record.processed > begin || isOver(record)
        ? okAsync(record)
        : importNext(deps, repositories, record, work);
    }),
  );

function importNext(
  deps: ImportProductsDeps,
  repositories: Repositories,
  record: ProductImport,
  { batch, format, handles }: ImportBatch,
): ResultAsync<ProductImport, never> {
  const { imports, pricing, products } = repositories;
  // Locked, so that no other tax rules are set before the tax classes of these products are stored.
  return pricing.lockTaxShared().andThen((taxZones) => {
    const shop = { currency: deps.storeCurrency, taxZones };
    const read = batch.map(({ handle, rows }) => readProduct(handle, rows, format, shop));
    const found = ResultAsync.combine([
      findProducts(repositories, read, handles).andThen((known) =>
        awaitedOf(repositories, [...known.values()]).map((awaited) => ({ known, awaited })),
      ),
      categoryPaths(repositories, read),
    ]).andThen(([{ known, awaited }, paths]) => {
      const all = read.map((first, index) => {
        const before = known.get(first);
        const rows = batch[index]?.rows ?? [];
        if (before === undefined) return { before, stated: first };
        const exported = exportedRows(before, { ...deps, categoryPath: pathOf(before, paths) });
        return { before, stated: readProduct(first.handle, rows, format, shop, exported) };
      });
      const sound = all.map(({ stated }) => stated).filter(({ refusal }) => refusal === undefined);
      return findCategories(repositories, sound, paths, record.dryRun).map((categoryAt) => ({
        all,
        awaited,
        categoryAt,
      }));
    });
    return found.andThen(({ all, awaited, categoryAt }) => {
      const context = { ids: deps.ids, htmlSanitizer: deps.htmlSanitizer, taxZones, at: deps.clock.now(), categoryAt };
      const outcomes = all.map(({ before, stated }) => {
        const imported = refusePictures(stated, before, format, deps);
        const waiting = { before, awaited: awaited.get(before?.id ?? '') ?? [], importId: record.id };
        const linked = before === undefined ? undefined : withAwaited(before, waiting.awaited);
        const { write, ...outcome } = importOne(withOwnPictures(imported, before), linked, context, format);
        return { ...outcome, planned: write === undefined ? [] : [planPictures(write, imported, waiting, deps)] };
      });
      const planned = outcomes.flatMap((outcome) => outcome.planned);
      const writes = planned.map(({ write }) => write);
      const processed = batch.at(-1)?.end ?? record.processed;
      const counts = outcomes.reduce((sum, outcome) => sumOfCounts(sum, outcome.counts), record.counts);
      const failures = outcomes.flatMap((outcome) => outcome.failures);
      const next: ProductImport = {
        ...withFailures(record, failures),
        processed,
        counts,
        status: processed < record.total ? 'running' : isNothingAccepted(counts) ? 'failed' : 'completed',
      };
      const saved =
        record.dryRun || writes.length === 0
          ? okAsync(undefined)
          : products.saveAll(writes, record.requestedBy).andThen(() => saveAwaited(repositories, planned, context.at));
      return saved.andThen(() => imports.save(next)).map(() => next);
    });
  });
}

const isNothingAccepted = ({ products: { created, changed, unchanged } }: ImportCounts): boolean =>
  created + changed + unchanged === 0;

type Outcome = {
  readonly write?: ProductWrite;
  readonly counts: ImportCounts;
  readonly failures: readonly ImportFailure[];
};

function importOne(
  imported: ImportedProduct,
  before: ManagedProduct | undefined,
  context: MergeContext,
  format: ProductFormat,
): Outcome {
  const refuse = (refusal: Omit<ImportFailure, 'line'> | undefined): Outcome => {
    const named = new Set(imported.failures.map(({ line }) => line));
    const more = imported.lines.filter((line) => !named.has(line));
    return {
      counts: {
        products: countOf([], imported.lines.length === 0 ? 0 : 1),
        variants: countOf([], imported.variants.length + imported.rejected.variants),
        pictures: countOf([], imported.pictures.length + imported.rejected.pictures),
      },
      failures: [...imported.failures, ...(refusal === undefined ? [] : more.map((line) => ({ line, ...refusal })))],
    };
  };
  if (imported.lines.length === 0) {
    return { counts: { ...noCounts, variants: countOf([], imported.rejected.variants) }, failures: imported.failures };
  }
  if (imported.refusal !== undefined) return refuse(imported.refusal);
  return mergeProduct(imported, before, context).match(
    (merged) => ({ ...merged, failures: imported.failures }),
    (error) => refuse(refusalOf(error, format)),
  );
}

/**
 * The existing product of each imported one: by its handle, else by that in lower case, else by the SKU of a variant,
 * else by a barcode that only one product has. A product whose handle is in the file matches by its handle only.
 */
function findProducts(
  { products }: Repositories,
  imported: readonly ImportedProduct[],
  handles: ReadonlySet<string>,
): ResultAsync<ReadonlyMap<ImportedProduct, ManagedProduct>, never> {
  return products.idsBySlug(imported.flatMap(({ handle }) => [handle, handle.toLowerCase()])).andThen((bySlug) => {
    const idOf = ({ handle }: ImportedProduct): ProductId | undefined => {
      const lower = handle.toLowerCase();
      return bySlug.get(handle) ?? (handles.has(lower) ? undefined : bySlug.get(lower));
    };
    const others = imported.filter((product) => idOf(product) === undefined).flatMap(codedVariants);
    const skus = [...new Set(others.flatMap(({ sku }) => sku || []))];
    const barcodes = [...new Set(others.flatMap(({ barcode }) => barcode || []))];
    return products.ownersOf({ skus, barcodes }).andThen(({ bySku, byBarcode }) => {
      const candidates = imported.map((product) => ({
        product,
        bySlug: idOf(product),
        byCode: [
          ...codedVariants(product).map(({ sku = '' }) => bySku.get(sku)),
          ...codedVariants(product).map(({ barcode }) => byBarcode.get(barcode ?? '')),
        ].filter((id) => id !== undefined),
      }));
      const wanted = new Set(candidates.flatMap((each) => each.bySlug ?? each.byCode));
      return products.lockAll([...wanted].sort(compareIds)).map((found) => {
        const taken = new Set<ProductId>();
        const known = new Map<ImportedProduct, ManagedProduct>();
        for (const { product, bySlug: id, byCode } of candidates) {
          const match =
            id === undefined
              ? byCode
                  .map((owner) => found.get(owner))
                  .find((one) => one !== undefined && !handles.has(one.slug) && !taken.has(one.id))
              : found.get(id);
          if (match === undefined || taken.has(match.id)) continue;
          taken.add(match.id);
          known.set(product, match);
        }
        return known;
      });
    });
  });
}

/** A product that is refused is found by its handle only. */
const codedVariants = ({ variants, refusal }: ImportedProduct) => (refusal === undefined ? variants : []);
