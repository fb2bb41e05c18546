import { stringify } from 'csv-stringify/sync';

/**
 * Rows as CSV (RFC 4180), each with a line end of its own, so that the rows of several calls can be joined.
 *
 * @example writeCsvRows([['sku', 'price'], ['MUG, blue', '19.99']]) // 'sku,price\r\n"MUG, blue",19.99\r\n'
 */
export const writeCsvRows = (rows: readonly (readonly string[])[]): string =>
  // The library quotes separators and quotes, and of line ends only the one that it writes.
  stringify([...rows], { record_delimiter: '\r\n', quoted_match: /[\r\n]/u });
