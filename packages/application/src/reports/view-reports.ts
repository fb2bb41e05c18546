import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { lowStockUnits } from '../catalogue/availability.js';
import { dayIn, daysAfter } from '../day-in.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type {
  CustomerSalesRow,
  LowStockRow,
  ProductSalesRow,
  PromotionSalesRow,
  ReportPeriod,
  ReportRange,
  ReportReader,
  ReviewRow,
  SalesRow,
  TaxRow,
} from '../ports/read-models/report-reader.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** Days in the shop's time zone, both included: by default today and the 29 days before `to`. */
export type ReportQuery = { readonly from?: string; readonly to?: string };
/** The most rows of a report that has one for each product or customer. Absent: all rows. */
export type ReportLimit = { readonly limit?: number };
type Days = { readonly from: string; readonly to: string };
/** The last day is before the first one, or more than ten years after it. */
export type ReportRangeInvalid = { readonly type: 'report.range-invalid'; readonly from: string; readonly to: string };
export type ViewReportError = ReportRangeInvalid | StorageUnavailable;
type Report<Query, Row> = (query: Query) => ResultAsync<readonly Row[], ViewReportError>;

export type ReportSales = Report<ReportQuery & { readonly groupBy: ReportPeriod }, SalesRow>;
export type ReportTopProducts = Report<ReportQuery & ReportLimit, ProductSalesRow>;
export type ReportCustomers = Report<ReportQuery & ReportLimit, CustomerSalesRow>;
export type ReportPromotions = Report<ReportQuery, PromotionSalesRow>;
export type ReportTaxes = Report<ReportQuery, TaxRow>;
export type ReportReviews = Report<ReportQuery & ReportLimit, ReviewRow>;
export type ReportLowStock = (query: ReportLimit) => ResultAsync<readonly LowStockRow[], StorageUnavailable>;

const longestMs = 3_660 * 24 * 60 * 60 * 1_000;

/** Checks the days of a report. */
export const checkRange = ({ from, to }: Days): Result<void, ReportRangeInvalid> => {
  const length = Date.parse(to) - Date.parse(from);
  return length >= 0 && length <= longestMs ? ok(undefined) : err({ type: 'report.range-invalid', from, to });
};

/** The days of a report, as far as a query names them, and the last 30 days otherwise. */
function daysOf({ from, to }: ReportQuery, today: string): Days {
  const last = to ?? today;
  return { from: from ?? daysAfter(last, -29), to: last };
}

type Deps = {
  readonly reportReader: ReportReader;
  readonly unitOfWork: Pick<UnitOfWork, 'read'>;
  readonly clock: Clock;
};

/** What owners want to know, added up over orders: by the shop's days, whatever the reader's time zone. */
export const makeReports = ({ reportReader, unitOfWork, clock }: Deps) => {
  const inRange = <Row>(
    query: ReportQuery,
    read: (range: ReportRange) => ResultAsync<readonly Row[], StorageUnavailable>,
  ): ResultAsync<readonly Row[], ViewReportError> =>
    unitOfWork
      .read(({ shop }) => shop.find())
      .andThen((details) => {
        const timeZone = details?.timeZone ?? 'UTC';
        const days = daysOf(query, dayIn(timeZone)(clock.now()));
        return checkRange(days).asyncAndThen(() => read({ ...days, timeZone }));
      });
  const sales: ReportSales = ({ groupBy, ...query }) => inRange(query, (range) => reportReader.sales(range, groupBy));
  const topProducts: ReportTopProducts = ({ limit, ...query }) =>
    inRange(query, (range) => reportReader.topProducts(range, limit));
  const customers: ReportCustomers = ({ limit, ...query }) =>
    inRange(query, (range) => reportReader.customers(range, limit));
  const promotions: ReportPromotions = (query) => inRange(query, reportReader.promotions);
  const taxes: ReportTaxes = (query) => inRange(query, reportReader.taxes);
  const reviews: ReportReviews = ({ limit, ...query }) => inRange(query, (range) => reportReader.reviews(range, limit));
  const lowStock: ReportLowStock = ({ limit }) =>
    unitOfWork
      .read(({ shop }) => shop.find())
      .andThen((details) => reportReader.lowStock(details?.lowStockThreshold ?? lowStockUnits, limit));
  return { sales, topProducts, customers, promotions, taxes, reviews, lowStock };
};
export type Reports = ReturnType<typeof makeReports>;
