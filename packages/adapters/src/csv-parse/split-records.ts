import { CsvError, parse, type Options } from 'csv-parse/sync';

/** One row of the file, or why it cannot be read. */
export type RawRow = { readonly line: number } & ({ readonly fields: readonly string[] } | { readonly reason: string });

/** What separates the cells of a row. */
export type Delimiter = ',' | ';' | '\t';

/** Records that are read at a time, at most. */
const recordsPerPart = 500;

const options = {
  // Files are joined on different systems: each of these ends a row, whichever came first.
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
  // The reader reports each such row with the reason.
  relax_column_count: true,
  to: recordsPerPart,
} satisfies Options;

/**
 * Splits CSV into rows, some at a time. The parser sees at most `maximumBytes` at once, so neither a row that never
 * ends nor a quote that is never closed makes it read the file again and again. Such a row is refused, and reading
 * continues with the next line. The parser also stops at a quote that does not fit. Only that row is refused.
 */
export function* splitRecords(bytes: Buffer, maximumBytes: number, delimiter: Delimiter): Generator<readonly RawRow[]> {
  const tooLong = `the row is longer than ${maximumBytes} bytes, or a quote is opened and never closed`;
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
  const giveUp = (reason: string): RawRow => {
    const given = { line, reason };
    advance(endOfLine(bytes, at));
    return given;
  };

  skipEmptyLines();
  while (at < bytes.length) {
    const [begin, end] = [at, Math.min(at + maximumBytes, bytes.length)];
    const isLast = end === bytes.length;
    const found: { readonly at: number; readonly line: number; readonly fields: readonly string[] }[] = [];
    let failure: CsvError | undefined;
    try {
      parse(bytes.subarray(begin, end), {
        ...options,
        delimiter,
        on_record: (fields: readonly string[], { bytes: offset }) => {
          skipEmptyLines();
          found.push({ at, line, fields });
          advance(begin + offset);
          return null;
        },
      });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      failure = error;
      skipEmptyLines();
    }
    const isCut = failure === undefined ? !isLast : !isLast && (failure.code as string) === 'CSV_QUOTE_NOT_CLOSED';
    const rows: RawRow[] = [];
    if (isCut && failure === undefined) {
      // The last record may go on after `end`: it is read again, from its start.
      const last = found.pop();
      if (last !== undefined) [at, line] = [last.at, last.line];
    }
    for (const { line: begun, fields } of found) rows.push({ line: begun, fields });
    if (isCut) {
      if (found.length === 0 && at < end) rows.push(giveUp(tooLong));
    } else if (failure !== undefined) rows.push(giveUp(reasonOf(failure)));
    skipEmptyLines();
    if (at === begin) rows.push(giveUp(tooLong));
    yield rows;
  }
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
