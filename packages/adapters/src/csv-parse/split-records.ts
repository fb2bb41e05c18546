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
 * Splits CSV in UTF-8 into rows, some at a time. A byte order mark is left out. Only some megabytes of the content are
 * in memory. The parser sees at most `maximumBytes` at once, so neither a row that never ends nor a quote that is never
 * closed makes it read the file again and again. Such a row is refused, and reading continues with the next line. The
 * parser also stops at a quote that does not fit. Only that row is refused.
 */
export async function* splitRecords(
  content: AsyncIterable<Uint8Array>,
  maximumBytes: number,
  delimiter: Delimiter,
): AsyncGenerator<readonly RawRow[]> {
  const tooLong = `the row is longer than ${maximumBytes} bytes, or a quote is opened and never closed`;
  const chunks = content[Symbol.asyncIterator]();
  /** The part of the content that is in memory, and the place in it up to which rows were split. */
  let bytes = Buffer.alloc(0);
  let at = 0;
  let isRead = false;
  let line = 1;
  /** Reads on, unless a part for the parser and the byte after it are in memory. Moves `at`. */
  const fill = async (): Promise<void> => {
    if (isRead || bytes.length - at > maximumBytes) return;
    const parts: Uint8Array[] = [bytes.subarray(at)];
    let length = bytes.length - at;
    while (!isRead && length <= 4 * maximumBytes) {
      const next = await chunks.next();
      if (next.done === true) isRead = true;
      else {
        parts.push(next.value);
        length += next.value.byteLength;
      }
    }
    bytes = Buffer.concat(parts);
    at = 0;
  };
  /** Advances to `offset`, and counts the lines that end before it. */
  const advance = (offset: number): void => {
    for (; at < offset; at += 1) {
      const endsLine = bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a);
      if (endsLine) line += 1;
    }
  };
  /** Skips empty lines in memory, up to `end`. */
  const skipEmptyLines = (end = bytes.length): void => {
    // oxlint-disable-next-line no-unmodified-loop-condition -- `advance` modifies it
    while (at < end && isLineEnd(bytes[at])) advance(at + 1);
  };
  /** Advances to the next row, and reads a part of it into memory. */
  const goToNextRow = async (): Promise<void> => {
    for (;;) {
      await fill();
      // Whether CR ends a line depends on the byte after it.
      const last = isRead ? bytes.length : bytes.length - 1;
      skipEmptyLines(last);
      if (isRead || at < last) return fill();
    }
  };
  const giveUp = async (reason: string): Promise<RawRow> => {
    const given = { line, reason };
    for (;;) {
      advance(endOfLine(bytes, at));
      if (isRead || at < bytes.length) return given;
      await fill();
    }
  };

  try {
    await fill();
    if (bytes.subarray(0, 3).equals(byteOrderMark)) at = 3;
    await goToNextRow();
    while (at < bytes.length) {
      const [begin, end] = [at, Math.min(at + maximumBytes, bytes.length)];
      const isLast = isRead && end === bytes.length;
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
      if (isCut && failure === undefined) {
        // The last record may go on after `end`: it is read again, from its start.
        const last = found.pop();
        if (last !== undefined) [at, line] = [last.at, last.line];
      }
      const rows: RawRow[] = found.map(({ line: begun, fields }) => ({ line: begun, fields }));
      if (isCut) {
        if (found.length === 0 && at < end) rows.push(await giveUp(tooLong));
      } else if (failure !== undefined) rows.push(await giveUp(reasonOf(failure)));
      else if (at === begin) rows.push(await giveUp(tooLong));
      await goToNextRow();
      yield rows;
    }
  } finally {
    await chunks.return?.();
  }
}

const byteOrderMark = Buffer.from('\uFEFF');

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
