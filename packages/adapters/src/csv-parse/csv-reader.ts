import {
  importLimits,
  type CsvFile,
  type CsvReader,
  type CsvRow,
  type CsvSource,
  type CsvUnreadable,
} from '@cartwright/application';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { splitRecords, type Delimiter, type RawRow } from './split-records.js';
import { firstBytes, utf8Bytes } from './utf8-bytes.js';

/**
 * Reads RFC 4180 text, with or without a byte order mark, a part in each turn of the event loop: other requests are
 * served meanwhile.
 *
 * @example
 * await makeCsvReader().read('Handle,Title\nmug,Mug\n');
 * // ok({ columns: ['Handle', 'Title'], rows: [{ line: 2, type: 'record', cells: ['mug', 'Mug'] }] })
 */
export const makeCsvReader = (): CsvReader => {
  const open = (csv: CsvSource | string) => new ResultAsync(openFile(csv));
  return { open, read: (csv) => open(csv).andThen((file) => new ResultAsync(readAll(file))) };
};

async function openFile(csv: CsvSource | string): Promise<Result<CsvFile, CsvUnreadable>> {
  const bytes = typeof csv === 'string' ? bytesOf(csv) : await utf8Bytes(csv);
  const delimiter = delimiterOf(await firstBytes(bytes(), importLimits.recordBytes));
  const records = () => splitRecords(bytes(), importLimits.recordBytes, delimiter);
  for await (const part of records()) {
    await nextTurn();
    const [header] = part;
    if (header !== undefined)
      return columnsOf(header).map((columns) => ({ columns, rows: () => rowsOf(records(), columns.length) }));
  }
  return unreadable('the file is empty');
}

function bytesOf(text: string): () => AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  return async function* () {
    yield bytes;
  };
}

async function* rowsOf(parts: AsyncIterable<readonly RawRow[]>, columns: number): AsyncGenerator<readonly CsvRow[]> {
  let isHeader = true;
  for await (const part of parts) {
    const rows = part.slice(isHeader ? 1 : 0).flatMap((raw) => rowOf(raw, columns) ?? []);
    isHeader &&= part.length === 0;
    if (rows.length > 0) yield rows;
    await nextTurn();
  }
}

async function readAll({
  columns,
  rows,
}: CsvFile): Promise<Result<{ readonly columns: readonly string[]; readonly rows: readonly CsvRow[] }, CsvUnreadable>> {
  const all: CsvRow[] = [];
  for await (const part of rows()) {
    if (all.length + part.length > importLimits.rows) {
      return unreadable(`the file has more than ${importLimits.rows} rows`);
    }
    all.push(...part);
  }
  return ok({ columns, rows: all });
}

/** The character that most often separates the names of the header. */
function delimiterOf(bytes: Buffer): Delimiter {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let isQuoted = false;
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character in counts) counts[character as Delimiter] += 1;
    else if ((character === '\n' || character === '\r') && counts[','] + counts[';'] + counts['\t'] > 0) break;
  }
  if (counts['\t'] > counts[','] && counts['\t'] > counts[';']) return '\t';
  return counts[';'] > counts[','] ? ';' : ',';
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const unreadable = (reason: string) => err({ type: 'csv.unreadable', reason } as const);

function columnsOf(header: RawRow): Result<readonly string[], CsvUnreadable> {
  if ('reason' in header) return unreadable(`the header cannot be read: ${header.reason}`);
  if (header.fields.length > importLimits.columns)
    return unreadable(`the header has ${header.fields.length} columns, more than ${importLimits.columns}`);
  const columns = header.fields.map((name) => name.trim());
  if (columns.some((name) => name.includes('\0'))) return unreadable('the header holds a NUL character');
  if (columns.every((name) => name === '')) return unreadable('the columns have no names');
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  return twice === undefined ? ok(columns) : unreadable(`the column '${twice}' stands twice in the header`);
}

/** Absent for a row without any text. */
function rowOf(row: RawRow, columns: number): CsvRow | undefined {
  const { line } = row;
  if ('reason' in row) return { line, type: 'malformed', reason: row.reason };
  const { fields } = row;
  if (fields.every((field) => field.trim() === '')) return undefined;
  if (fields.slice(columns).some((field) => field.trim() !== '')) {
    return { line, type: 'malformed', reason: `too many columns: ${fields.length} instead of ${columns}` };
  }
  if (fields.some((field) => field.includes('\0'))) return { line, type: 'malformed', reason: 'a NUL character' };
  const cells =
    fields.length < columns
      ? [...fields, ...Array<string>(columns - fields.length).fill('')]
      : fields.slice(0, columns);
  return { line, type: 'record', cells };
}
