import type { CurrencyCode, Instant } from '@cartwright/domain';
import { err, errAsync, ok, okAsync, ResultAsync } from 'neverthrow';
import type { Clock } from '../ports/clock.js';
import type { CsvReader, CsvRow } from '../ports/csv-reader.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { HtmlSanitizer } from '../ports/html-sanitizer.js';
import type { ImportFailure, ProductImport } from '../ports/repositories/import-records.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { groupByHandle, readProduct, requiredColumns, type ProductRows, type SellingFacts } from './shopify-product.js';
import type { ImportNotFound } from './view-import.js';

export type ImportProductsError = ImportNotFound | StorageUnavailable;
/**
 * Imports a kept product CSV, some products a transaction. How far it came commits with the products, so an import that
 * is interrupted goes on where it stopped and sets no stock twice.
 */
export type ImportProducts = (command: { readonly importId: string }) => ResultAsync<void, ImportProductsError>;

type ImportProductsDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly csvReader: CsvReader;
  readonly htmlSanitizer: HtmlSanitizer;
  readonly clock: Clock;
  readonly storeCurrency: CurrencyCode;
};

/** Rows a transaction: few enough that shoppers' queries are never held up for long (PGlite has one session). */
const rowsPerTransaction = 50;

export const makeImportProducts =
  (deps: ImportProductsDeps): ImportProducts =>
  ({ importId }) =>
    begin(deps, importId).andThen((groups) => importRest(deps, importId, groups));

/** Reads the file and marks the import as running; a file without a usable header fails at once. */
function begin(
  { unitOfWork, csvReader }: ImportProductsDeps,
  importId: string,
): ResultAsync<readonly ProductRows[], ImportProductsError> {
  return unitOfWork.run(({ imports }) =>
    ResultAsync.combine([imports.lock(importId), imports.file(importId)]).andThen(([record, csv]) => {
      if (record === undefined || csv === undefined) return errAsync({ type: 'import.not-found', importId } as const);
      if (isOver(record)) return okAsync([]);
      return readRows(csvReader, csv).match(
        (rows) => imports.save({ ...record, status: 'running', total: rows.length }).map(() => groupByHandle(rows)),
        (reason) =>
          imports
            .save({ ...record, status: 'failed', failures: [{ line: 1, reason }] })
            .map((): readonly ProductRows[] => []),
      );
    }),
  );
}

function readRows(csvReader: CsvReader, csv: string) {
  return csvReader
    .read(csv)
    .mapErr(({ reason }) => reason)
    .andThen(({ columns, rows }) => {
      const missing = requiredColumns.filter((column) => !columns.includes(column));
      return missing.length === 0
        ? ok<readonly CsvRow[], string>(rows)
        : err(`columns are missing: ${missing.join(', ')}`);
    });
}

/** One transaction after another until every row is dealt with. */
function importRest(
  deps: ImportProductsDeps,
  importId: string,
  groups: readonly ProductRows[],
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

/** Imports the next groups of rows; answers whether they were the last. */
function importNext(
  { clock, storeCurrency, htmlSanitizer }: ImportProductsDeps,
  repositories: Repositories,
  record: ProductImport,
  groups: readonly ProductRows[],
): ResultAsync<boolean, never> {
  const at = clock.now();
  const next = groupsFrom(groups, record.processed);
  // Locked, so that no tax rules take the place of these before the tax classes are there to be seen.
  const saved = repositories.pricing
    .lockTax()
    .andThen((taxZones) =>
      next.reduce<ResultAsync<readonly ImportFailure[], never>>(
        (sofar, group) =>
          sofar.andThen((failures) =>
            importGroup(repositories, htmlSanitizer, group, { currency: storeCurrency, taxZones }, at).map((more) => [
              ...failures,
              ...more,
            ]),
          ),
        okAsync([]),
      ),
    );
  return saved.andThen((failures) => {
    const processed = record.processed + next.reduce((all, { rows }) => all + rows.length, 0);
    const finished = processed >= record.total;
    return repositories.imports
      .save({
        ...record,
        processed,
        status: finished ? 'completed' : 'running',
        failures: [...record.failures, ...failures].sort((a, b) => a.line - b.line),
      })
      .map(() => finished);
  });
}

/** The whole groups that start at row `processed`, about a transaction's worth of rows. */
function groupsFrom(groups: readonly ProductRows[], processed: number): readonly ProductRows[] {
  const next: ProductRows[] = [];
  let row = 0;
  for (const group of groups) {
    if (row >= processed && row < processed + rowsPerTransaction) next.push(group);
    row += group.rows.length;
  }
  return next;
}

function importGroup(
  { catalogue }: Repositories,
  { sanitize }: HtmlSanitizer,
  group: ProductRows,
  shop: SellingFacts,
  at: Instant,
): ResultAsync<readonly ImportFailure[], never> {
  const { product, failures } = readProduct(group, shop);
  if (product === undefined) return okAsync(failures);
  const { categoryPath, ...draft } = product;
  const categoryIds =
    categoryPath.length === 0 ? okAsync([]) : catalogue.ensureCategory(categoryPath).map((id) => [id]);
  return categoryIds
    .andThen((ids) =>
      catalogue.saveProduct({ ...draft, description: sanitize(draft.description), categoryIds: ids }, at),
    )
    .map(() => failures)
    .orElse(({ sku }) => {
      const reason = `Variant SKU '${sku}' belongs to another product`;
      const failed = new Set(failures.map(({ line }) => line));
      const others = group.rows.filter(({ line }) => !failed.has(line)).map(({ line }) => ({ line, reason }));
      return okAsync([...failures, ...others]);
    });
}

const isOver = ({ status }: ProductImport): boolean => status === 'completed' || status === 'failed';
