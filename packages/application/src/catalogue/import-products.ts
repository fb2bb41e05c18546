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

/**
 * Rows to save in a transaction: few enough that shoppers' queries are never held up for long (PGlite has one session).
 */
const savedRowsPerTransaction = 50;

/** Rows to read for a transaction, most of which may be refused. */
const rowsPerTransaction = 2_000;

export const makeImportProducts =
  (deps: ImportProductsDeps): ImportProducts =>
  ({ importId }) =>
    begin(deps, importId).andThen((groups) => importRest(deps, importId, groups));

/** The products of a file in order, and at which row each begins. */
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

/** One transaction after another until every row is dealt with. */
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

/** Imports the next products; answers whether they were the last. */
function importNext(
  { clock, storeCurrency, htmlSanitizer }: ImportProductsDeps,
  repositories: Repositories,
  record: ProductImport,
  groups: Groups,
): ResultAsync<boolean, never> {
  const at = clock.now();
  // Locked, so that no tax rules take the place of these before the tax classes are there to be seen.
  return repositories.pricing.lockTax().andThen((taxZones) => {
    const { read, processed } = readNext(groups, record.processed, { currency: storeCurrency, taxZones });
    const saved = read.reduce<ResultAsync<readonly ImportFailure[], never>>(
      (sofar, group) =>
        sofar.andThen((failures) =>
          importGroup(repositories, htmlSanitizer, group, at).map((more) =>
            more.length === 0 ? failures : [...failures, ...more],
          ),
        ),
      okAsync([]),
    );
    return saved.andThen((failures) => {
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
    });
  });
}

type ReadGroup = ImportedProduct & Pick<ProductRows, 'rows'>;

/** Reads the products that start at row `processed`, a transaction's worth of them; refused rows cost little. */
function readNext(
  { list, starts }: Groups,
  processed: number,
  shop: SellingFacts,
): { readonly read: readonly ReadGroup[]; readonly processed: number } {
  const read: ReadGroup[] = [];
  let [row, toSave] = [processed, 0];
  for (let index = indexOf(starts, processed); index < list.length; index += 1) {
    const group = list[index];
    if (group === undefined || toSave >= savedRowsPerTransaction || row - processed >= rowsPerTransaction) break;
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

function importGroup(
  { catalogue }: Repositories,
  { sanitize }: HtmlSanitizer,
  { product, failures, rows }: ReadGroup,
  at: Instant,
): ResultAsync<readonly ImportFailure[], never> {
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
      const others = rows.filter(({ line }) => !failed.has(line)).map(({ line }) => ({ line, reason }));
      return okAsync([...failures, ...others]);
    });
}

const isOver = ({ status }: ProductImport): boolean => status === 'completed' || status === 'failed';
