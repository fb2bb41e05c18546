import {
  reportColumns,
  type AccessDenied,
  type ReportName,
  type ReportRow,
  type UseCases,
  type ViewReportError,
} from '@cartwright/application';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ResultAsync } from 'neverthrow';
import type { Static, TProperties } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem } from '../../errors/problem.js';
import type { PageQuery } from '../../requests/list-schemas.js';
import { wholeList } from '../../requests/whole-list.js';
import { varyBy } from '../../responses/catalogue-headers.js';
import { sendCsv } from '../../responses/csv.js';
import type { Routes } from '../../route-types.js';
import { writeReport } from './report-csv.js';
import { daysOf, reportProblems } from './report-days.js';
import {
  answers,
  customerFields,
  LongRangeQuery,
  lowStockFields,
  LowStockQuery,
  productFields,
  promotionFields,
  RangeQuery,
  reviewFields,
  salesFields,
  SalesQuery,
  taxFields,
} from './report-schemas.js';

/** The most rows as JSON of a report that has one for each product or customer, unless it is read in pages. */
const maximumRows = 1_000;

const wantsCsv = ({ query, headers: { accept = '' } }: FastifyRequest): boolean => {
  const { format } = query as { readonly format?: 'json' | 'csv' };
  return format === undefined ? /\btext\/csv\b/iu.test(accept) : format === 'csv';
};

/** The page that is requested of a long report; without any, its first rows are. */
function pageOf({ query }: FastifyRequest): Static<typeof PageQuery> | undefined {
  const page = query as Static<typeof PageQuery>;
  return page.page === undefined && page.cursor === undefined && page.limit === undefined ? undefined : page;
}

/** One row more than are shown, to know whether there are more. CSV has all rows, and a page is cut out of them. */
const limitOf = (request: FastifyRequest): { readonly limit?: number } =>
  wantsCsv(request) || pageOf(request) !== undefined ? {} : { limit: maximumRows + 1 };

function respondWithReport(
  request: FastifyRequest,
  reply: FastifyReply,
  report: ReportName,
  rows: readonly ReportRow[],
  /** The columns that identify a row of a long report. */
  idColumns?: readonly string[],
) {
  varyBy(reply, 'Accept');
  if (wantsCsv(request)) return sendCsv(reply, 'report.csv', writeReport(rows, reportColumns[report]));
  reply.type('application/json');
  if (idColumns === undefined) return reply.send({ data: rows });
  const page = pageOf(request);
  if (page !== undefined)
    return reply.send(wholeList(rows, page, (row) => JSON.stringify(idColumns.map((name) => row[name]))));
  return reply.send(rows.length > maximumRows ? { data: rows.slice(0, maximumRows), truncated: true } : { data: rows });
}

const longReport = 'JSON has at most 1,000 rows, or the requested page.';
const longReportProblems = { ...reportProblems, ...listProblems };

type ReportWords = { readonly operationId: string; readonly summary: string; readonly description: string };
/** A use case that reports rows of any kind over a range of days. */
type RangeReport = Pick<UseCases['reportCustomers'], 'access'> &
  ((
    ...query: Parameters<UseCases['reportCustomers']>
  ) => ResultAsync<readonly ReportRow[], ViewReportError | AccessDenied>);

/** Reports over paid orders and refunds. */
export const reportRoutes =
  (useCases: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Reports'];
    const {
      reportSales,
      reportTopProducts,
      reportLowStock,
      reportCustomers,
      reportPromotions,
      reportTaxes,
      reportReviews,
    } = useCases;

    app.get(
      '/admin/reports/sales',
      {
        schema: {
          tags,
          operationId: 'reportSales',
          summary: 'Sales by day, week or month',
          description:
            'An order counts on the day it was paid, also when it is cancelled later. Refunds count on their own day. `net` is `gross` less `refunds`.',
          querystring: SalesQuery,
          response: answers('SalesRow', salesFields, false),
        },
        config: { access: reportSales.access, problems: reportProblems },
      },
      async (request, reply) => {
        const { groupBy = 'day', ...range } = request.query;
        const rows = await orProblem(
          reportSales({ caller: request.caller, ...daysOf(range), groupBy }),
          reportProblems,
        );
        return respondWithReport(request, reply, 'sales', rows);
      },
    );

    /** A report over a range of days that is not grouped further. */
    const rangeReport = (
      name: ReportName,
      report: RangeReport,
      {
        title,
        fields,
        idColumns,
        ...words
      }: ReportWords & {
        readonly title: string;
        readonly fields: TProperties;
        /** The columns that identify a row; only of long reports, which have pages. */
        readonly idColumns?: readonly string[];
      },
    ): void => {
      const isLong = idColumns !== undefined;
      app.get(
        `/admin/reports/${name}`,
        {
          schema: {
            tags,
            ...words,
            querystring: isLong ? LongRangeQuery : RangeQuery,
            response: answers(title, fields, isLong),
          },
          config: { access: report.access, problems: isLong ? longReportProblems : reportProblems },
        },
        async (request, reply) => {
          const { from, to } = daysOf(request.query);
          const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
          const query = { ...days, ...(isLong ? limitOf(request) : {}) };
          const rows = await orProblem(report({ caller: request.caller, ...query }), reportProblems);
          return respondWithReport(request, reply, name, rows, idColumns);
        },
      );
    };
    rangeReport('top-products', reportTopProducts, {
      operationId: 'reportTopProducts',
      summary: 'Products by revenue',
      description: `Variants with the highest total first. \`total\` is after discounts. ${longReport}`,
      title: 'ProductSalesRow',
      idColumns: ['variantId', 'currency'],
      fields: productFields,
    });
    rangeReport('customers', reportCustomers, {
      operationId: 'reportCustomers',
      summary: 'Customers by revenue',
      description: `One row for each e-mail and currency, with the highest total first. ${longReport}`,
      title: 'CustomerSalesRow',
      idColumns: ['email', 'currency'],
      fields: customerFields,
    });
    rangeReport('promotions', reportPromotions, {
      operationId: 'reportPromotions',
      summary: 'Discounts by promotion',
      description: 'One row for each promotion and currency.',
      title: 'PromotionSalesRow',
      fields: promotionFields,
    });
    rangeReport('taxes', reportTaxes, {
      operationId: 'reportTaxes',
      summary: 'Tax by country and rate',
      description: 'Less the tax refunded in the range.',
      title: 'TaxRow',
      fields: taxFields,
    });
    rangeReport('reviews', reportReviews, {
      operationId: 'reportReviews',
      summary: 'Reviews by product',
      description: `Approved reviews written in the range, products with the most reviews first. ${longReport}`,
      title: 'ReviewRow',
      idColumns: ['productId'],
      fields: reviewFields,
    });

    app.get(
      '/admin/reports/low-stock',
      {
        schema: {
          tags,
          operationId: 'reportLowStock',
          summary: 'Variants with low stock',
          description: `Variants for sale at or below their threshold, fewest units first. ${longReport}`,
          querystring: LowStockQuery,
          response: answers('LowStockRow', lowStockFields, true),
        },
        config: { access: reportLowStock.access, problems: listProblems },
      },
      async (request, reply) => {
        const rows = await orProblem(reportLowStock({ caller: request.caller, ...limitOf(request) }), listProblems);
        return respondWithReport(request, reply, 'low-stock', rows, ['variantId']);
      },
    );
    done();
  };
