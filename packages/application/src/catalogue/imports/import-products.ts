import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { CsvFile, CsvReader, CsvSource } from '../../ports/csv-reader.js';
import type { ImportFailure, ImportFile, ProductImport } from '../../ports/repositories/import-records.js';
import type { ProductFormat } from './fields.js';
import { groupRows, productsIn, type RowGroups } from './group-rows.js';
import { importBatch, type ImportProductsDeps, type ImportProductsError, type PlacedRows } from './import-batch.js';
import { importLimits } from './import-limits.js';
import { isOver } from './import-progress.js';
import { formatOf, unknownHeader } from './product-formats.js';
import { importSource, readingImportFile } from './files/read-import-file.js';
import type { ImportNotFound } from './view-import.js';

/**
 * Imports a stored product CSV, some products a transaction. Progress commits with the products, so an import that
 * is interrupted continues where it stopped and sets no stock twice.
 */
export type ImportProducts = (command: { readonly importId: string }) => ResultAsync<void, ImportProductsError>;

export const makeImportProducts =
  (deps: ImportProductsDeps): ImportProducts =>
  ({ importId }) =>
    findFile(deps, importId).andThen((file) =>
      file === undefined
        ? okAsync(undefined)
        : new ResultAsync(
            readingImportFile(() => importFile(deps, importId, importSource(deps.fileStore, importId, file))),
          ),
    );

/** The file of an import, which is read outside the transactions that import it; `undefined` if the import is over. */
const findFile = (
  { unitOfWork }: ImportProductsDeps,
  importId: string,
): ResultAsync<ImportFile | undefined, ImportProductsError> =>
  unitOfWork.run(({ imports }) =>
    ResultAsync.combine([imports.find(importId), imports.file(importId)]).andThen(
      ([record, file]): Result<ImportFile | undefined, ImportNotFound> => {
        if (record !== undefined && isOver(record)) return ok(undefined);
        return record === undefined || file === undefined ? err({ type: 'import.not-found', importId }) : ok(file);
      },
    ),
  );

/** A file whose format is known, and which of its rows are of one product. */
type ReadableFile = { readonly file: CsvFile; readonly format: ProductFormat; readonly groups: RowGroups };

async function importFile(
  deps: ImportProductsDeps,
  importId: string,
  csv: CsvSource | string,
): Promise<Result<void, ImportProductsError>> {
  const read = await openFile(deps.csvReader, csv);
  if (read.isErr()) {
    const failures = [{ line: 1, ...read.error }];
    return changeRecord(deps, importId, (record) => ({ ...record, status: 'failed', failures, failureCount: 1 })).map(
      () => undefined,
    );
  }
  const { format, groups } = read.value;
  const begun = await changeRecord(deps, importId, (record) => ({
    ...record,
    status: 'running',
    total: groups.total,
    ignoredColumns: format.ignoredColumns,
  }));
  if (begun.isErr()) return err(begun.error);
  return isOver(begun.value) ? ok(undefined) : importRest(deps, begun.value, read.value);
}

async function openFile(
  csvReader: CsvReader,
  csv: CsvSource | string,
): Promise<Result<ReadableFile, Pick<ImportFailure, 'code' | 'reason'>>> {
  const opened = await csvReader.open(csv);
  if (opened.isErr()) return err({ code: 'csv.unreadable', reason: opened.error.reason });
  const file = opened.value;
  const format = formatOf(file.columns);
  if (format === undefined) return err({ code: 'import.header-unknown', reason: unknownHeader });
  const groups = await groupRows(file, format);
  if (groups.isErr()) return err({ code: 'csv.unreadable', reason: groups.error });
  return groups.value.total === 0
    ? err({ code: 'import.empty', reason: 'the file has no rows' })
    : ok({ file, format, groups: groups.value });
}

/** Changes the record of an import that is not over; returns it as it then is. */
const changeRecord = (
  { unitOfWork }: ImportProductsDeps,
  importId: string,
  change: (record: ProductImport) => ProductImport,
): ResultAsync<ProductImport, ImportProductsError> =>
  unitOfWork.run(({ imports }) =>
    imports.lock(importId).andThen((record) => {
      if (record === undefined) return errAsync({ type: 'import.not-found', importId } as const);
      const changed = isOver(record) ? record : change(record);
      return imports.save(changed).map(() => changed);
    }),
  );

/** Imports what follows the rows that are processed, batch by batch. */
async function importRest(
  deps: ImportProductsDeps,
  begun: ProductImport,
  { file, format, groups }: ReadableFile,
): Promise<Result<void, ImportProductsError>> {
  const handles = new Set(groups.handles);
  let record = begun;
  let batch: PlacedRows[] = [];
  let end = 0;
  for await (const products of productsIn(file, groups)) {
    for (const product of products) {
      end += product.rows.length;
      batch.push({ ...product, end });
      if (rowsIn(batch) < importLimits.rowsPerTransaction && end < groups.total) continue;
      // Some may have been imported before, by this process or another one.
      for (;;) {
        const { processed } = record;
        batch = batch.filter((one) => one.end > processed);
        if (batch.length === 0) break;
        const imported = await importBatch(deps, { importId: begun.id, format, handles, batch });
        if (imported.isErr()) return err(imported.error);
        record = imported.value;
        if (isOver(record)) return ok(undefined);
      }
    }
  }
  return ok(undefined);
}

const rowsIn = (batch: readonly PlacedRows[]): number => batch.reduce((sum, { rows }) => sum + rows.length, 0);
