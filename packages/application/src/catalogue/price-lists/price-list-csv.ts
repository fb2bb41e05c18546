import { parseMoney, type VariantId } from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { decimalOf } from '../../decimal-of.js';
import type { CsvReader, CsvRow } from '../../ports/csv-reader.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { PriceList, PriceListEntry } from '../../ports/repositories/catalogue/price-list-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import {
  makeViewPriceList,
  type ChangePriceList,
  type ChangePriceListError,
  type NewEntry,
  type ViewPriceListError,
} from './change-price-lists.js';

/** A line without a valid price, and the wrong column. */
export type CsvFailure = {
  readonly line: number;
  readonly column: string;
  readonly code: 'malformed' | 'unknown' | 'required' | 'ambiguous';
  readonly reason: string;
};
/** Some lines have no valid price. Nothing was changed. */
export type PriceCsvMalformed = { readonly type: 'price-list.csv-malformed'; readonly failures: readonly CsvFailure[] };

/** A price of a list, with the name of its variant. */
export type PriceRow = PriceListEntry & { readonly sku: string; readonly decimal: string };
type Query = { readonly priceListId: string };
/** Exports the prices of a list as rows of a file. */
export type ExportPrices = (query: Query) => ResultAsync<readonly PriceRow[], ViewPriceListError>;

export const makeExportPrices =
  (deps: { readonly unitOfWork: Pick<UnitOfWork, 'read'> }): ExportPrices =>
  ({ priceListId }) =>
    makeViewPriceList(deps)({ priceListId }).andThen(({ prices }) =>
      deps.unitOfWork
        .read(({ priceLists }) => priceLists.variantsNamed([...new Set(prices.map(({ variantId }) => variantId))]))
        .map((found) => {
          const skus = new Map(found.map(({ variantId, sku }) => [variantId, sku]));
          return prices.map((entry) => ({
            ...entry,
            sku: skus.get(entry.variantId) ?? '',
            decimal: decimalOf(entry.price),
          }));
        }),
    );

export type ImportPricesCommand = Query & { readonly csv: string; readonly expectedVersion?: number };
export type ImportPricesError = PriceCsvMalformed | ChangePriceListError;
/** Replaces the prices of a list with those of a file, all or nothing. */
export type ImportPrices = (command: ImportPricesCommand) => ResultAsync<PriceList, ImportPricesError>;

/** Maximum failures reported. */
const maximumFailures = 100;

export const makeImportPrices =
  ({
    unitOfWork,
    csvReader,
    changePriceList,
  }: {
    readonly unitOfWork: Pick<UnitOfWork, 'read'>;
    readonly csvReader: CsvReader;
    readonly changePriceList: ChangePriceList;
  }): ImportPrices =>
  ({ priceListId, csv, ...expected }) =>
    makeViewPriceList({ unitOfWork })({ priceListId }).andThen((list) =>
      readRows(csvReader, csv)
        .andThen((rows) =>
          unitOfWork
            .read(({ priceLists }) => priceLists.variantsNamed(namesIn(rows)))
            .andThen((known): Result<readonly NewEntry[], PriceCsvMalformed | StorageUnavailable> => {
              const names = variantsByName(known);
              const read = rows.map((row) => readRow(row, list, names));
              const failures = read.flatMap((one) => (one.isErr() ? [one.error] : []));
              return failures.length > 0
                ? err({ type: 'price-list.csv-malformed', failures: failures.slice(0, maximumFailures) })
                : ok(read.flatMap((one) => (one.isOk() ? [one.value] : [])));
            }),
        )
        .andThen((prices) => changePriceList({ priceListId, ...expected, patch: { prices } })),
    );

/** A row by column name, or why it is malformed. */
type NamedRow =
  | { readonly type: 'record'; readonly line: number; readonly record: ReadonlyMap<string, string> }
  | Extract<CsvRow, { readonly type: 'malformed' }>;

function readRows(csvReader: CsvReader, csv: string): ResultAsync<readonly NamedRow[], PriceCsvMalformed> {
  const refused = (column: string, reason: string): PriceCsvMalformed => ({
    type: 'price-list.csv-malformed',
    failures: [{ line: 1, column, code: 'required', reason }],
  });
  return csvReader
    .read(csv)
    .mapErr(({ reason }) => refused('', reason))
    .andThen(({ columns, rows }) => {
      if (!columns.includes('price')) return err(refused('price', 'The column is missing.'));
      return columns.includes('variantId') || columns.includes('sku')
        ? ok(rows.map((row) => named(row, columns)))
        : err(refused('variantId', 'The columns variantId and sku are missing.'));
    });
}

const named = (row: CsvRow, columns: readonly string[]): NamedRow =>
  row.type === 'malformed'
    ? row
    : {
        type: 'record',
        line: row.line,
        record: new Map(columns.map((column, index) => [column, row.cells[index] ?? ''])),
      };

const field = (row: NamedRow, column: string): string =>
  row.type === 'record' ? (row.record.get(column) ?? '').trim() : '';

const namesIn = (rows: readonly NamedRow[]): readonly string[] => [
  ...new Set(rows.flatMap((row) => [field(row, 'variantId'), field(row, 'sku')]).filter((name) => name !== '')),
];

/** Variants by id and by SKU, which several may have. */
function variantsByName(
  known: readonly { readonly variantId: VariantId; readonly sku: string }[],
): ReadonlyMap<string, VariantId | 'several'> {
  const names = new Map<string, VariantId | 'several'>();
  for (const { variantId, sku } of known) names.set(sku, names.has(sku) ? 'several' : variantId);
  for (const { variantId } of known) names.set(variantId, variantId);
  return names;
}

function readRow(
  row: NamedRow,
  { currency }: PriceList,
  names: ReadonlyMap<string, VariantId | 'several'>,
): Result<NewEntry, CsvFailure> {
  const { line } = row;
  if (row.type === 'malformed') return err({ line, column: '', code: 'malformed', reason: row.reason });
  const column = field(row, 'variantId') === '' ? 'sku' : 'variantId';
  const name = field(row, column);
  const variantId = names.get(name);
  if (variantId === undefined) {
    return err({ line, column, code: name === '' ? 'required' : 'unknown', reason: `There is no variant '${name}'.` });
  }
  if (variantId === 'several') {
    return err({
      line,
      column,
      code: 'ambiguous',
      reason: `Several variants have the SKU '${name}'. Name one by its id.`,
    });
  }
  // A spreadsheet whose columns were sorted apart would price other variants. The SKU may be a former one.
  const sku = field(row, 'sku');
  const bySku = names.get(sku);
  if (sku !== '' && bySku !== undefined && bySku !== 'several' && bySku !== variantId) {
    return err({ line, column: 'sku', code: 'ambiguous', reason: `Another variant has the SKU '${sku}'.` });
  }
  const quantity = field(row, 'minQuantity') || '1';
  if (!/^[1-9]\d{0,2}$/u.test(quantity)) {
    return err({ line, column: 'minQuantity', code: 'malformed', reason: 'It must be a whole number from 1 to 999.' });
  }
  const price = parseMoney(field(row, 'price'), currency);
  if (!price.ok || price.value.amount < 0) {
    return err({ line, column: 'price', code: 'malformed', reason: `It must be an amount of ${currency} from 0 up.` });
  }
  return ok({ variantId, minQuantity: Number(quantity), price: price.value });
}
