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
type Days = { readonly from: string; readonly to: string };
/** The last day is before the first one, or more than ten years after it. */
export type ReportRangeInvalid = { readonly type: 'report.range-invalid'; readonly from: string; readonly to: string };
export type ViewReportError = ReportRangeInvalid | StorageUnavailable;
type Report<Query, Row> = (query: Query) => ResultAsync<readonly Row[], ViewReportError>;

export type ReportSales = Report<ReportQuery & { readonly groupBy: ReportPeriod }, SalesRow>;
export type ReportTopProducts = Report<ReportQuery, ProductSalesRow>;
export type ReportCustomers = Report<ReportQuery, CustomerSalesRow>;
export type ReportPromotions = Report<ReportQuery, PromotionSalesRow>;
export type ReportTaxes = Report<ReportQuery, TaxRow>;
export type ReportReviews = Report<ReportQuery, ReviewRow>;
export type ReportLowStock = () => ResultAsync<readonly LowStockRow[], StorageUnavailable>;

/** At most so many rows of products and customers. */
const maximumRows = 1_000;
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
  const topProducts: ReportTopProducts = (query) =>
    inRange(query, (range) => reportReader.topProducts(range, maximumRows));
  const customers: ReportCustomers = (query) => inRange(query, (range) => reportReader.customers(range, maximumRows));
  const promotions: ReportPromotions = (query) => inRange(query, reportReader.promotions);
  const taxes: ReportTaxes = (query) => inRange(query, reportReader.taxes);
  const reviews: ReportReviews = (query) => inRange(query, (range) => reportReader.reviews(range, maximumRows));
  const lowStock: ReportLowStock = () =>
    unitOfWork
      .read(({ shop }) => shop.find())
      .andThen((details) => reportReader.lowStock(details?.lowStockThreshold ?? lowStockUnits, maximumRows));
  return { sales, topProducts, customers, promotions, taxes, reviews, lowStock };
};
export type Reports = ReturnType<typeof makeReports>;
