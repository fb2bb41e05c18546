import type { ReportColumns, ReportRow } from '../../reports/report-columns.js';
import type { ReportFileFormat } from '../repositories/reports/report-file-records.js';

/** Writes reports as files. */
export type ReportWriter = {
  /**
   * The bytes of a file, as the rows are read: CSV (RFC 4180) with a header, or JSON with the rows as `data`. Throws
   * what `rows` throws.
   */
  readonly write: (
    file: { readonly format: ReportFileFormat; readonly columns: ReportColumns },
    rows: AsyncIterable<readonly ReportRow[]>,
  ) => AsyncIterable<Uint8Array>;
};
