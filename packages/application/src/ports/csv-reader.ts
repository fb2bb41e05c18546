import type { ResultAsync } from 'neverthrow';

/** A data row, a cell for each column, or why it cannot be read. `line` is that of the file, the header being 1. */
export type CsvRow =
  | { readonly line: number; readonly type: 'record'; readonly cells: readonly string[] }
  | { readonly line: number; readonly type: 'malformed'; readonly reason: string };

/** The text has no usable header. */
export type CsvUnreadable = { readonly type: 'csv.unreadable'; readonly reason: string };

/** Splits CSV text into rows; what the columns mean is not its business. */
export type CsvReader = {
  /**
   * Reads RFC 4180 text with a header row. One bad row spoils no other; without a usable header nothing can be read.
   * A row that is too long is malformed, and a file with too many columns or rows is unreadable (`importLimits`). Other
   * work of the process goes on meanwhile.
   */
  readonly read: (
    csv: string,
  ) => ResultAsync<{ readonly columns: readonly string[]; readonly rows: readonly CsvRow[] }, CsvUnreadable>;
};
