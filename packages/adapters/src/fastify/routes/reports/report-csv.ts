import { currencyDecimals } from '@cartwright/domain';
import { stringify } from 'csv-stringify/sync';

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
  stringify(
    rows.map((row) => columns.map((column) => cellOf(row, column, amounts))),
    { header: true, columns: [...columns], record_delimiter: '\r\n' },
  );

function cellOf(row: ReportRow, column: string, amounts: readonly string[]): string {
  const value = row[column] ?? '';
  if (typeof value === 'string') return /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  if (column === 'rate') return String(value / 10_000);
  if (!amounts.includes(column)) return String(value);
  const decimals = currencyDecimals(String(row['currency'])) ?? 0;
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const sign = value < 0 ? '-' : '';
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? sign + digits : `${sign}${whole}.${digits.slice(-decimals)}`;
}
