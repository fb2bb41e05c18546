import { errAsync, type ResultAsync } from 'neverthrow';
import { lowStockUnits } from '../catalogue/availability.js';
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

/** Days in the shop's time zone, both included. */
export type ReportQuery = { readonly from: string; readonly to: string };
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

type Deps = { readonly reportReader: ReportReader; readonly unitOfWork: Pick<UnitOfWork, 'read'> };

/** What owners want to know, added up over orders: by the shop's days, whatever the reader's time zone. */
export const makeReports = ({ reportReader, unitOfWork }: Deps) => {
  const inRange = <Row>(
    { from, to }: ReportQuery,
    read: (range: ReportRange) => ResultAsync<readonly Row[], StorageUnavailable>,
  ): ResultAsync<readonly Row[], ViewReportError> => {
    const length = Date.parse(to) - Date.parse(from);
    if (!(length >= 0 && length <= longestMs)) return errAsync({ type: 'report.range-invalid', from, to });
    return unitOfWork
      .read(({ shop }) => shop.find())
      .andThen((details) => read({ from, to, timeZone: details?.timeZone ?? 'UTC' }));
  };
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
