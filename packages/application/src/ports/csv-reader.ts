import type { Result } from 'neverthrow';

/** A data row by column name, or why the row cannot be read. `line` is that of the file, the header being 1. */
export type CsvRow =
  | { readonly line: number; readonly type: 'record'; readonly record: Readonly<Record<string, string>> }
  | { readonly line: number; readonly type: 'malformed'; readonly reason: string };

/** The text has no usable header. */
export type CsvUnreadable = { readonly type: 'csv.unreadable'; readonly reason: string };

/** Splits CSV text into rows; what the columns mean is not its business. */
export type CsvReader = {
  /**
   * Reads RFC 4180 text with a header row. One bad row spoils no other; without a usable header nothing can be read.
   */
  readonly read: (
    csv: string,
  ) => Result<{ readonly columns: readonly string[]; readonly rows: readonly CsvRow[] }, CsvUnreadable>;
};
