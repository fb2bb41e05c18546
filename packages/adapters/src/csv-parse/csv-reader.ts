import { importLimits, type CsvReader, type CsvRow, type CsvUnreadable } from '@cartwright/application';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { splitRecords, type RawRow } from './split-records.js';

/**
 * Reads RFC 4180 text, with or without a byte order mark, a part in each turn of the event loop: other requests are
 * served meanwhile.
 *
 * @example
 * await makeCsvReader().read('Handle,Title\nmug,Mug\n');
 * // ok({ columns: ['Handle', 'Title'], rows: [{ line: 2, type: 'record', cells: ['mug', 'Mug'] }] })
 */
export const makeCsvReader = (): CsvReader => ({
  read: (csv) => new ResultAsync(readRows(csv.replace(/^\uFEFF/u, ''))),
});

async function readRows(
  csv: string,
): Promise<Result<{ readonly columns: readonly string[]; readonly rows: readonly CsvRow[] }, CsvUnreadable>> {
  const records = splitRecords(Buffer.from(csv), importLimits.recordBytes);
  let columns: readonly string[] | undefined;
  const rows: CsvRow[] = [];
  for (const part of records) {
    for (const raw of part) {
      if (columns === undefined) {
        const read = columnsOf(raw);
        if (read.isErr()) return err(read.error);
        columns = read.value;
      } else if (rows.length === importLimits.rows)
        return unreadable(`the file has more than ${importLimits.rows} rows`);
      else rows.push(rowOf(raw, columns.length));
    }
    await nextTurn();
  }
  return columns === undefined ? unreadable('the file is empty') : ok({ columns, rows });
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const unreadable = (reason: string) => err({ type: 'csv.unreadable', reason } as const);

function columnsOf(header: RawRow): Result<readonly string[], CsvUnreadable> {
  if ('reason' in header) return unreadable(`the header cannot be read: ${header.reason}`);
  if (header.fields.length > importLimits.columns)
    return unreadable(`the header has ${header.fields.length} columns, more than ${importLimits.columns}`);
  const columns = header.fields.map((name) => name.trim());
  if (columns.some((name) => name.includes('\0'))) return unreadable('the header holds a NUL character');
  const unnamed = columns.indexOf('');
  if (unnamed !== -1) return unreadable(`column ${unnamed + 1} has no name`);
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  return twice === undefined ? ok(columns) : unreadable(`the column '${twice}' stands twice in the header`);
}

function rowOf(row: RawRow, columns: number): CsvRow {
  const { line } = row;
  if ('reason' in row) return { line, type: 'malformed', reason: row.reason };
  const { fields } = row;
  if (fields.length !== columns) {
    const few = fields.length < columns ? 'few' : 'many';
    return { line, type: 'malformed', reason: `too ${few} columns: ${fields.length} instead of ${columns}` };
  }
  if (fields.some((field) => field.includes('\0'))) return { line, type: 'malformed', reason: 'a NUL character' };
  return { line, type: 'record', cells: fields };
}
