import type { FastifyReply } from 'fastify';
import { writeCsvRows } from '../../csv-stringify/write-csv-rows.js';
import { attachment } from './attachment.js';
import { sendParts } from './send-parts.js';

type Rows = readonly (readonly string[])[];

/**
 * Rows as CSV (RFC 4180) with a header.
 *
 * @example writeCsv(['sku', 'price'], [['MUG, blue', '19.99']]) // 'sku,price\r\n"MUG, blue",19.99\r\n'
 */
export const writeCsv = (columns: readonly string[], rows: Rows): string => writeCsvRows([columns, ...rows]);

/** Sends CSV as a file to save. */
export const sendCsv = (reply: FastifyReply, fileName: string, csv: string): FastifyReply =>
  beginCsv(reply, fileName).send(csv);

/** Sends CSV in parts as a file to save. */
export const sendCsvParts = (
  reply: FastifyReply,
  fileName: string,
  { columns, rows }: { readonly columns: readonly string[]; readonly rows: AsyncIterable<Rows> },
): FastifyReply => sendParts(beginCsv(reply, fileName), partsOf(columns, rows));

const beginCsv = (reply: FastifyReply, fileName: string): FastifyReply =>
  reply.type('text/csv; charset=utf-8').header('content-disposition', attachment(fileName));

async function* partsOf(columns: readonly string[], rows: AsyncIterable<Rows>): AsyncGenerator<string> {
  yield writeCsvRows([columns]);
  for await (const some of rows) yield writeCsvRows(some);
}
