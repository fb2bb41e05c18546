import type { CsvReader, CsvRow, CsvUnreadable } from '@cartwright/application';
import { CsvError, parse, type Options } from 'csv-parse/sync';
import { err, ok, type Result } from 'neverthrow';

/** One row as it stands in the file, or why it is none. */
type RawRow = { readonly line: number } & ({ readonly fields: readonly string[] } | { readonly reason: string });

const options = {
  // Files are joined on different systems: each of these ends a row, whichever came first.
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
  // Told below, row by row, with the reason.
  relax_column_count: true,
} satisfies Options;

/**
 * Reads RFC 4180 text, with or without a byte order mark.
 *
 * @example
 * makeCsvReader().read('Handle,Title\nmug,Mug\n');
 * // ok({ columns: ['Handle', 'Title'], rows: [{ line: 2, type: 'record', record: { Handle: 'mug', Title: 'Mug' } }] })
 */
export const makeCsvReader = (): CsvReader => ({
  read: (csv) => {
    const [header, ...rows] = rawRowsOf(csv.replace(/^\uFEFF/u, ''));
    return columnsOf(header).map((columns) => ({ columns, rows: rows.map((row) => rowOf(row, columns)) }));
  },
});

/**
 * The parser stops at a quote that does not fit. Then the row is given up and reading goes on with the next line of the
 * file: a quote that is never closed would otherwise take every row after it along.
 */
function rawRowsOf(text: string): readonly RawRow[] {
  const bytes = Buffer.from(text);
  const rows: RawRow[] = [];
  let at = 0;
  let line = 1;
  /** Goes on to `offset`, counting the lines that end before it. */
  const advance = (offset: number): void => {
    for (; at < offset; at += 1) {
      const endsLine = bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a);
      if (endsLine) line += 1;
    }
  };
  const skipEmptyLines = (): void => {
    while (at < bytes.length && isLineEnd(bytes[at])) advance(at + 1);
  };

  while (at < bytes.length) {
    const begin = at;
    try {
      parse(bytes.subarray(begin), {
        ...options,
        on_record: (fields: readonly string[], { bytes: end }) => {
          skipEmptyLines();
          rows.push({ line, fields });
          advance(begin + end);
          return null;
        },
      });
      advance(bytes.length);
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      skipEmptyLines();
      rows.push({ line, reason: reasonOf(error) });
      advance(endOfLine(bytes, at));
      skipEmptyLines();
    }
  }
  return rows;
}

const isLineEnd = (byte: number | undefined): boolean => byte === 0x0a || byte === 0x0d;

function endOfLine(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && !isLineEnd(bytes[at])) at += 1;
  return at;
}

function reasonOf({ code }: CsvError): string {
  // The parser's list of codes lacks one that it uses.
  switch (code as string) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened and never closed';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'a quoted field goes on after its closing quote';
    case 'INVALID_OPENING_QUOTE':
      return 'a quote stands inside a field that is not quoted';
    default:
      return 'the row is not CSV';
  }
}

function columnsOf(header: RawRow | undefined): Result<readonly string[], CsvUnreadable> {
  const unreadable = (reason: string) => err({ type: 'csv.unreadable', reason } as const);
  if (header === undefined) return unreadable('the file is empty');
  if ('reason' in header) return unreadable(`the header cannot be read: ${header.reason}`);
  const columns = header.fields.map((name) => name.trim());
  if (columns.some((name) => name.includes('\0'))) return unreadable('the header holds a NUL character');
  const unnamed = columns.indexOf('');
  if (unnamed !== -1) return unreadable(`column ${unnamed + 1} has no name`);
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  return twice === undefined ? ok(columns) : unreadable(`the column '${twice}' stands twice in the header`);
}

function rowOf(row: RawRow, columns: readonly string[]): CsvRow {
  const { line } = row;
  if ('reason' in row) return { line, type: 'malformed', reason: row.reason };
  const { fields } = row;
  if (fields.length !== columns.length) {
    const few = fields.length < columns.length ? 'few' : 'many';
    return { line, type: 'malformed', reason: `too ${few} columns: ${fields.length} instead of ${columns.length}` };
  }
  if (fields.some((field) => field.includes('\0'))) return { line, type: 'malformed', reason: 'a NUL character' };
  return {
    line,
    type: 'record',
    record: Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? ''])),
  };
}
