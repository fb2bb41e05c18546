import { cellsOf, type ReportColumns, type ReportRow } from '@cartwright/application';
import { writeCsv } from '../../responses/csv.js';

/**
 * A report as CSV (RFC 4180), with the same columns, amounts as decimals and rates in per cent.
 *
 * @example writeReport([{ currency: 'USD', net: 1999 }], { columns: ['currency', 'net'], amounts: ['net'] })
 * // 'currency,net\r\nUSD,19.99\r\n'
 */
export const writeReport = (rows: readonly ReportRow[], columns: ReportColumns): string =>
  writeCsv(
    columns.columns,
    rows.map((row) => cellsOf(row, columns)),
  );
