import { stringify } from 'csv-stringify/sync';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
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

/** Sends CSV in parts, each when the client has taken the one before. */
export function sendCsvParts(
  reply: FastifyReply,
  fileName: string,
  {
    columns,
    rows,
  }: { readonly columns: readonly string[]; readonly rows: AsyncIterable<readonly (readonly string[])[]> },
): FastifyReply {
  void reply.type('text/csv; charset=utf-8').header('content-disposition', attachment(fileName));
  // Fastify would read the whole file to answer HEAD.
  return reply.request.method === 'HEAD'
    ? reply.send()
    : reply.send(Readable.from(partsOf(columns, rows), { objectMode: false }));
}

async function* partsOf(
  columns: readonly string[],
  rows: AsyncIterable<readonly (readonly string[])[]>,
): AsyncGenerator<string> {
  yield writeCsv(columns, []);
  for await (const some of rows) yield withoutHeader(some);
}

const withoutHeader = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows], { record_delimiter: '\r\n', quoted_match: /[\r\n]/u });
