import { stringify } from 'csv-stringify/sync';
import type { FastifyReply } from 'fastify';
import { attachment } from './attachment.js';

/**
 * Rows as CSV (RFC 4180) with a header.
 *
 * @example writeCsv(['sku', 'price'], [['MUG, blue', '19.99']]) // 'sku,price\r\n"MUG, blue",19.99\r\n'
 */
export const writeCsv = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  // The library quotes separators and quotes, and of line ends only the one that it writes.
  stringify([...rows], { header: true, columns: [...columns], record_delimiter: '\r\n', quoted_match: /[\r\n]/u });

/** Sends CSV as a file to save. */
export const sendCsv = (reply: FastifyReply, fileName: string, csv: string): FastifyReply =>
  reply.type('text/csv; charset=utf-8').header('content-disposition', attachment(fileName)).send(csv);
