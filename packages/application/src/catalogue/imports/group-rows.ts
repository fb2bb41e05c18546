import { err, ok, type Result } from 'neverthrow';
import type { CsvFile, CsvRow } from '../../ports/csv-reader.js';
import type { ProductFormat } from './fields.js';
import { importLimits } from './import-limits.js';

/** Rows of one product, wherever they stand in the file; a row that cannot be read is alone. */
export type ProductRows = { readonly handle: string; readonly rows: readonly CsvRow[] };

/** Which rows are of one product: the file is read twice, so that its texts never are in memory together. */
export type RowGroups = {
  /** Rows of the file. */
  readonly total: number;
  /** The handle of each product. */
  readonly handles: readonly string[];
  /** The product of each row. */
  readonly groupOf: Int32Array;
  /** Rows of each product. */
  readonly sizes: Int32Array;
};

/** Finds the rows of each product, or returns why they cannot be imported. */
export async function groupRows(file: CsvFile, format: ProductFormat): Promise<Result<RowGroups, string>> {
  const groupOf: number[] = [];
  /** Characters of each row. */
  const lengths: number[] = [];
  const handles: string[] = [];
  const byKey = new Map<string, number>();
  /** Products by handle, of formats that distinguish products of one handle. */
  const taken = new Set<string>();
  /** Variants that stand before their product. */
  const early: { readonly row: number; readonly key: string }[] = [];
  const begin = (handle: string): number => handles.push(handle) - 1;
  for await (const part of file.rows()) {
    for (const row of part) {
      const number = groupOf.length;
      if (number === importLimits.rows) return err(`the file has more than ${importLimits.rows} rows`);
      lengths.push(row.type === 'malformed' ? 0 : row.cells.reduce((sum, cell) => sum + cell.length, 0));
      if (row.type === 'malformed') {
        groupOf.push(begin(''));
        continue;
      }
      const { keys, handle, distinction } = format.productOf(row.cells);
      const known = keys.map((key) => byKey.get(key)).find((group) => group !== undefined);
      const isVariant = format.kindOf?.(row.cells) === 'variant';
      if (known === undefined && isVariant) {
        early.push({ row: number, key: keys[0] ?? '' });
        groupOf.push(-1);
        continue;
      }
      const isOther = distinction !== undefined && !isVariant;
      const group =
        known !== undefined && !isOther
          ? known
          : begin(isOther && taken.has(handle) ? `${handle}-${distinction}` : handle);
      if (isOther) taken.add(handle);
      for (const key of keys) if (!byKey.has(key)) byKey.set(key, group);
      groupOf.push(group);
    }
  }
  for (const { row, key } of early) groupOf[row] = byKey.get(key) ?? begin('');
  const sizes = new Int32Array(handles.length);
  for (const group of groupOf) sizes[group] = (sizes[group] ?? 0) + 1;
  const groups = { total: groupOf.length, handles, groupOf: Int32Array.from(groupOf), sizes };
  return mostWaiting(groups, lengths) > importLimits.waitingCharacters
    ? err('rows of one product are too far apart; sort the file by product')
    : ok(groups);
}

/** The most characters of rows that `productsIn` has in memory at a time. */
function mostWaiting({ groupOf, sizes }: RowGroups, lengths: readonly number[]): number {
  const left = Int32Array.from(sizes);
  const waiting = new Float64Array(sizes.length);
  let sum = 0;
  let most = 0;
  for (const [row, group] of groupOf.entries()) {
    const length = lengths[row] ?? 0;
    sum += length;
    waiting[group] = (waiting[group] ?? 0) + length;
    most = Math.max(most, sum);
    left[group] = (left[group] ?? 0) - 1;
    if (left[group] === 0) sum -= waiting[group] ?? 0;
  }
  return most;
}

/** The products of a file, each once its last row was read. The same order each time. */
export async function* productsIn(
  file: CsvFile,
  { handles, groupOf, sizes }: RowGroups,
): AsyncGenerator<readonly ProductRows[]> {
  const begun = new Map<number, CsvRow[]>();
  let number = 0;
  for await (const part of file.rows()) {
    const complete: ProductRows[] = [];
    for (const row of part) {
      const group = groupOf[number] ?? -1;
      number += 1;
      const rows = begun.get(group) ?? [];
      rows.push(row);
      if (rows.length < (sizes[group] ?? 0)) begun.set(group, rows);
      else {
        begun.delete(group);
        complete.push({ handle: handles[group] ?? '', rows });
      }
    }
    yield complete;
  }
}
