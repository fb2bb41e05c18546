import { decimalOf } from '@cartwright/application';
import { writeCsv } from '../../responses/csv.js';

/** A row of a report. Amounts are minor units of its `currency`. */
export type ReportRow = Readonly<Record<string, string | number>>;

/**
 * A report as CSV (RFC 4180), with the same columns, amounts as decimals and rates in per cent. Spreadsheets run text
 * that starts like a formula, so such text gets a leading apostrophe.
 *
 * @example writeReport([{ currency: 'USD', net: 1999 }], ['currency', 'net'], ['net']) // 'currency,net\r\nUSD,19.99\r\n'
 */
export const writeReport = (
  rows: readonly ReportRow[],
  columns: readonly string[],
  amounts: readonly string[],
): string =>
  writeCsv(
    columns,
    rows.map((row) => columns.map((column) => cellOf(row, column, amounts))),
  );

function cellOf(row: ReportRow, column: string, amounts: readonly string[]): string {
  const value = row[column] ?? '';
  if (typeof value === 'string') return harmlessText(value);
  if (column === 'rate') return String(value / 10_000);
  return amounts.includes(column) ? decimalOf({ amount: value, currency: String(row['currency']) }) : String(value);
}

/** Text that a spreadsheet shows as it is: what starts like a formula gets a leading apostrophe. */
export const harmlessText = (text: string): string => (/^[=+\-@\t\r]/u.test(text) ? `'${text}` : text);
