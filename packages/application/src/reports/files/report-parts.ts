import { ok, type Result } from 'neverthrow';
import { daysAfter, startOfDay } from '../../day-in.js';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { OrderSearch } from '../../ports/read-models/order-search.js';
import type { CursorMalformed } from '../../ports/read-models/paging.js';
import type { WantedReport } from '../../ports/repositories/reports/report-file-records.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { orderRowsOf } from '../order-rows.js';
import type { ReportRow } from '../report-columns.js';
import type { Reports, ViewReportError } from '../view-reports.js';

export type ReportPartsError = ViewReportError | CursorMalformed;
type Part = Result<readonly ReportRow[], ReportPartsError>;
/** Reads the rows of a report, some at a time. An error is the last part. */
export type ReportParts = (wanted: WantedReport) => AsyncIterable<Part>;

/** Orders in memory at a time. */
const ordersPerPage = 100;

type ReportPartsDeps = {
  readonly reports: Reports;
  readonly orderSearch: OrderSearch;
  readonly unitOfWork: Pick<UnitOfWork, 'read'>;
};

export const makeReportParts = ({ reports, orderSearch, unitOfWork }: ReportPartsDeps): ReportParts =>
  async function* partsOf(wanted): AsyncGenerator<Part, void, undefined> {
    switch (wanted.report) {
      case 'sales':
        return yield await reports.sales(wanted);
      case 'low-stock':
        return yield await reports.lowStock({});
      case 'top-products':
        return yield await reports.topProducts(wanted);
      case 'customers':
        return yield await reports.customers(wanted);
      case 'promotions':
        return yield await reports.promotions(wanted);
      case 'taxes':
        return yield await reports.taxes(wanted);
      case 'reviews':
        return yield await reports.reviews(wanted);
      case 'orders':
        return yield* orderParts({ orderSearch, unitOfWork }, wanted);
    }
  };

/** The orders placed on some days, newest first. */
async function* orderParts(
  { orderSearch, unitOfWork }: Omit<ReportPartsDeps, 'reports'>,
  { from, to }: { readonly from: string; readonly to: string },
): AsyncGenerator<Part, void, undefined> {
  const timeZone = await unitOfWork.read(({ shop }) => shop.find()).map((shop) => shop?.timeZone ?? 'UTC');
  if (timeZone.isErr()) return yield timeZone as Result<never, StorageUnavailable>;
  const period = { from: startOfDay(timeZone.value, from), to: startOfDay(timeZone.value, daysAfter(to, 1)) };
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await orderSearch.find(period, [{ key: 'createdAt', direction: 'desc' }], {
      type: 'cursor',
      limit: ordersPerPage,
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (page.isErr()) return yield page as Result<never, StorageUnavailable | CursorMalformed>;
    yield ok(orderRowsOf(page.value));
    cursor = 'nextCursor' in page.value.meta ? page.value.meta.nextCursor : null;
  }
}
