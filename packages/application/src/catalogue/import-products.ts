/** Long because reading, saving and refusing the rows of an import share one progress, which commits with them. */
import type { CurrencyCode, Instant } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { CsvReader } from '../ports/csv-reader.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { HtmlSanitizer } from '../ports/html-sanitizer.js';
import type { ImportFailure, ProductImport } from '../ports/repositories/import-records.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { importLimits } from './import-limits.js';
import {
  groupByHandle,
  readProduct,
  requiredColumns,
  type ImportedProduct,
  type ProductRows,
  type SellingFacts,
} from './shopify-product.js';
import type { ImportNotFound } from './view-import.js';

export type ImportProductsError = ImportNotFound | StorageUnavailable;
/**
 * Imports a stored product CSV, some products a transaction. Progress commits with the products, so an import that
 * is interrupted continues where it stopped and sets no stock twice.
 */
export type ImportProducts = (command: { readonly importId: string }) => ResultAsync<void, ImportProductsError>;

type ImportProductsDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly csvReader: CsvReader;
  readonly htmlSanitizer: HtmlSanitizer;
  readonly clock: Clock;
  readonly storeCurrency: CurrencyCode;
};

/**
 * Maximum rows saved in a transaction; small, so that shoppers' queries do not wait long (PGlite has one session).
 */
const savedRowsPerTransaction = 50;

/** Maximum rows read for a transaction; most of them may be refused. */
const rowsPerTransaction = 2_000;

export const makeImportProducts =
  (deps: ImportProductsDeps): ImportProducts =>
  ({ importId }) =>
    begin(deps, importId).andThen((groups) => importRest(deps, importId, groups));

/** The products of a file in order, and the row at which each starts. */
type Groups = { readonly list: readonly ProductRows[]; readonly starts: readonly number[] };

const noGroups: Groups = { list: [], starts: [] };

/** Reads the file, outside a transaction, and marks the import as running; an unreadable file fails at once. */
const begin = (deps: ImportProductsDeps, importId: string): ResultAsync<Groups, ImportProductsError> =>
  deps.unitOfWork
    .run(({ imports }) =>
      ResultAsync.combine([imports.find(importId), imports.file(importId)]).andThen(
        ([record, csv]): Result<string | undefined, ImportNotFound> => {
          if (record !== undefined && isOver(record)) return ok(undefined);
          return record === undefined || csv === undefined ? err({ type: 'import.not-found', importId }) : ok(csv);
        },
      ),
    )
    .andThen((csv) => (csv === undefined ? okAsync(noGroups) : readFile(deps, importId, csv)));

const readFile = (
  { unitOfWork, csvReader }: ImportProductsDeps,
  importId: string,
  csv: string,
): ResultAsync<Groups, ImportProductsError> => {
  const note = (found: Partial<ProductImport>, groups: Groups): ResultAsync<Groups, ImportProductsError> =>
    unitOfWork.run(({ imports }) =>
      imports.lock(importId).andThen((record): ResultAsync<Groups, ImportNotFound> => {
        if (record === undefined) return errAsync({ type: 'import.not-found', importId });
        return isOver(record) ? okAsync(noGroups) : imports.save({ ...record, ...found }).map(() => groups);
      }),
    );
  return new ResultAsync(
    readRows(csvReader, csv)
      .match(
        ({ columns, rows }) => note({ status: 'running', total: rows.length }, inOrder(groupByHandle(columns, rows))),
        (reason) => note({ status: 'failed', failures: [{ line: 1, reason }], failureCount: 1 }, noGroups),
      )
      .then((noted) => noted),
  );
};

function readRows(csvReader: CsvReader, csv: string) {
  return csvReader
    .read(csv)
    .mapErr(({ reason }) => reason)
    .andThen((file) => {
      const missing = requiredColumns.filter((column) => !file.columns.includes(column));
      return missing.length === 0 ? ok(file) : err(`columns are missing: ${missing.join(', ')}`);
    });
}

function inOrder(list: readonly ProductRows[]): Groups {
  let row = 0;
  const starts = list.map(({ rows }) => {
    const start = row;
    row += rows.length;
    return start;
  });
  return { list, starts };
}

/** Runs transactions until every row is processed. */
function importRest(
  deps: ImportProductsDeps,
  importId: string,
  groups: Groups,
): ResultAsync<void, ImportProductsError> {
  return deps.unitOfWork
    .run((repositories) =>
      repositories.imports.lock(importId).andThen((found) => {
        if (found === undefined) return errAsync({ type: 'import.not-found', importId } as const);
        if (isOver(found)) return okAsync(true);
        return importNext(deps, repositories, found, groups);
      }),
    )
    .andThen((finished) => (finished ? okAsync(undefined) : importRest(deps, importId, groups)));
}

/** Imports the products of a transaction; returns whether they were the last. */
function importNext(
  { clock, storeCurrency, htmlSanitizer }: ImportProductsDeps,
  repositories: Repositories,
  record: ProductImport,
  groups: Groups,
): ResultAsync<boolean, never> {
  // Locked, so that no other tax rules are set before the tax classes of these products are stored.
  return repositories.pricing.lockTax().andThen((taxZones) => {
    const batch = {
      repositories,
      htmlSanitizer,
      groups,
      shop: { currency: storeCurrency, taxZones },
      at: clock.now(),
      actor: record.requestedBy,
    };
    return importBatches(batch, { processed: record.processed, saved: 0, failures: [] }, record.processed).andThen(
      ({ processed, failures }) => {
        const finished = processed >= record.total;
        const stored = [...record.failures, ...failures.slice(0, importLimits.storedFailures - record.failures.length)];
        return repositories.imports
          .save({
            ...record,
            processed,
            status: finished ? 'completed' : 'running',
            failures: stored.sort((a, b) => a.line - b.line),
            failureCount: record.failureCount + failures.length,
          })
          .map(() => finished);
      },
    );
  });
}

type Batch = {
  readonly repositories: Repositories;
  readonly htmlSanitizer: HtmlSanitizer;
  readonly groups: Groups;
  readonly shop: SellingFacts;
  readonly at: Instant;
  readonly actor: string | undefined;
};

/** Rows of the file that are processed, rows that this transaction saved, and its refusals. */
type Progress = { readonly processed: number; readonly saved: number; readonly failures: readonly ImportFailure[] };

/** Processes batches of rows until the transaction has saved or read its maximum. */
function importBatches(batch: Batch, sofar: Progress, start: number): ResultAsync<Progress, never> {
  const { read, processed } = readNext(batch.groups, sofar.processed, batch.shop, start + rowsPerTransaction);
  if (read.length === 0) return okAsync(sofar);
  const skus = read.flatMap(({ product }) => product?.variants.map(({ sku }) => sku) ?? []);
  return batch.repositories.catalogue
    .skuOwners([...new Set(skus)])
    .andThen((found) => {
      const owners = new Map(found);
      return read.reduce<ResultAsync<Progress, never>>(
        (before, group) => before.andThen((progress) => importGroup(batch, owners, group, progress)),
        okAsync({ ...sofar, processed }),
      );
    })
    .andThen((progress) =>
      progress.saved >= savedRowsPerTransaction ? okAsync(progress) : importBatches(batch, progress, start),
    );
}

type ReadGroup = ImportedProduct & Pick<ProductRows, 'rows'>;

/** Reads products from row `processed`, at most as many as a transaction saves. Refused rows cost little. */
function readNext(
  { list, starts }: Groups,
  processed: number,
  shop: SellingFacts,
  end: number,
): { readonly read: readonly ReadGroup[]; readonly processed: number } {
  const read: ReadGroup[] = [];
  let [row, toSave] = [processed, 0];
  for (let index = indexOf(starts, processed); index < list.length; index += 1) {
    const group = list[index];
    if (group === undefined || toSave >= savedRowsPerTransaction || row >= end) break;
    const product = readProduct(group, shop);
    if (product.product !== undefined) toSave += group.rows.length;
    row += group.rows.length;
    read.push({ ...product, rows: group.rows });
  }
  return { read, processed: row };
}

/** The first index whose start is not before `row`. */
function indexOf(starts: readonly number[], row: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? row) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Saves a product, unless one of its SKUs belongs to another one. `owners` has the slugs of the products that have the
 * batch's SKUs, those saved by this batch included: a refusal costs no statement.
 */
function importGroup(
  { repositories: { catalogue }, htmlSanitizer: { sanitize }, at, actor }: Batch,
  owners: Map<string, string>,
  { product, failures, rows }: ReadGroup,
  sofar: Progress,
): ResultAsync<Progress, never> {
  const refused = (more: readonly ImportFailure[]): Progress => ({ ...sofar, failures: [...sofar.failures, ...more] });
  if (product === undefined) return okAsync(refused(failures));
  const { categoryPath, ...draft } = product;
  const taken = draft.variants.find(({ sku }) => (owners.get(sku) ?? draft.slug) !== draft.slug);
  if (taken !== undefined) return okAsync(refused(withSkuTaken(failures, rows, taken.sku)));
  const categoryIds =
    categoryPath.length === 0 ? okAsync([]) : catalogue.ensureCategory(categoryPath).map((id) => [id]);
  return categoryIds
    .andThen((ids) =>
      catalogue.saveProduct({ ...draft, description: sanitize(draft.description), categoryIds: ids }, at, actor),
    )
    .map((): Progress => {
      for (const { sku } of draft.variants) owners.set(sku, draft.slug);
      return { ...refused(failures), saved: sofar.saved + rows.length };
    })
    .orElse(({ sku }) => okAsync(refused(withSkuTaken(failures, rows, sku))));
}

/** All rows of a product are refused with it. A row with its own refusal is listed once. */
function withSkuTaken(
  failures: readonly ImportFailure[],
  rows: ProductRows['rows'],
  sku: string,
): readonly ImportFailure[] {
  const reason = `Variant SKU '${sku}' belongs to another product`;
  const failed = new Set(failures.map(({ line }) => line));
  return [...failures, ...rows.filter(({ line }) => !failed.has(line)).map(({ line }) => ({ line, reason }))];
}

const isOver = ({ status }: ProductImport): boolean => status === 'completed' || status === 'failed';
