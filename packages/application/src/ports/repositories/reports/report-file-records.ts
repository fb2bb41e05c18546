import type { Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { ReportPeriod } from '../../read-models/report-reader.js';

/** Reports over a range of days. */
export type RangeReportName = 'top-products' | 'customers' | 'promotions' | 'taxes' | 'reviews' | 'orders';
export type ReportName = 'sales' | 'low-stock' | RangeReportName;
export type ReportFileFormat = 'csv' | 'json';

type Days = { readonly from: string; readonly to: string };
/** A report and what it covers: days in the shop's time zone, as `2026-11-29`, both included. */
export type WantedReport =
  | ({ readonly report: 'sales'; readonly groupBy: ReportPeriod } & Days)
  | ({ readonly report: RangeReportName } & Days)
  | { readonly report: 'low-stock' };

/** `failed`: the report is larger than a file may be. */
export type ReportFileStatus = 'queued' | 'completed' | 'failed';

/** A report that is written to a file. */
export type ReportFile = {
  readonly id: string;
  readonly wanted: WantedReport;
  readonly format: ReportFileFormat;
  readonly status: ReportFileStatus;
  readonly requestedBy: string;
  readonly createdAt: Instant;
  /** From then on it is not found, and its file is deleted. */
  readonly expiresAt: Instant;
};

/** Files of reports; the bytes are in the file store. */
export type ReportFileRecords = {
  readonly add: (file: ReportFile) => ResultAsync<void, never>;
  readonly find: (id: string) => ResultAsync<ReportFile | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<ReportFile | undefined, never>;
  /** Writes one that this transaction has locked. */
  readonly save: (file: ReportFile) => ResultAsync<void, never>;
  /** The ids of those that expire at `before` or earlier, oldest first, at most `limit`. */
  readonly expired: (before: Instant, limit: number) => ResultAsync<readonly string[], never>;
  readonly remove: (ids: readonly string[]) => ResultAsync<void, never>;
};
