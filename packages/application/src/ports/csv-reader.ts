import type { ResultAsync } from 'neverthrow';

/** A data row, a cell for each column, or why it cannot be read. `line` is that of the file, the header being 1. */
export type CsvRow =
  | { readonly line: number; readonly type: 'record'; readonly cells: readonly string[] }
  | { readonly line: number; readonly type: 'malformed'; readonly reason: string };

/** The text has no usable header. */
export type CsvUnreadable = { readonly type: 'csv.unreadable'; readonly reason: string };

/** A file whose header was read. */
export type CsvFile = {
  /** Trimmed; an unnamed column is an empty text. */
  readonly columns: readonly string[];
  /**
   * Its rows, some at a time, each time from the start. Rows without any text are left out. Other work of the process
   * continues between two parts.
   */
  readonly rows: () => AsyncIterable<readonly CsvRow[]>;
};

/** A file in the encoding of its byte order mark, else of `charset`, else in UTF-8, else in Windows-1252. */
export type CsvSource = {
  /** All of it, each time from the start. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
  readonly charset?: string;
};

/** Splits CSV text into rows; what the columns mean is not its business. */
export type CsvReader = {
  /**
   * Opens RFC 4180 text with a header row, separated by commas, semicolons or tabs. One bad row spoils no other;
   * without a usable header nothing can be read. A row that is too long, or has text beyond the last column, is
   * malformed. Missing cells at the end of a row are empty. A file with too many columns is unreadable
   * (`importLimits`). Of a source only a part is in memory at a time. What cannot be decoded, and NUL, become U+FFFD;
   * what a source throws is thrown on.
   */
  readonly open: (csv: CsvSource | string) => ResultAsync<CsvFile, CsvUnreadable>;
  /** Opens a file and reads all its rows. A file with too many rows is unreadable (`importLimits`). */
  readonly read: (
    csv: string,
  ) => ResultAsync<{ readonly columns: readonly string[]; readonly rows: readonly CsvRow[] }, CsvUnreadable>;
};
