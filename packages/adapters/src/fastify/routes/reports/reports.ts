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
import { Type, type TProperties } from 'typebox';
import { orProblem } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Id } from '../../requests/plain-schemas.js';
import { varyBy } from '../../responses/catalogue-headers.js';
import { sendCsv } from '../../responses/csv.js';
import type { Routes } from '../../route-types.js';
import { writeReport } from './report-csv.js';
import { day, daysOf, reportProblems } from './report-days.js';

const rangeQuery = {
  from: Type.Optional(day('Default: 29 days before `to`.')),
  to: Type.Optional(day('Default: today.')),
};
const Format = Type.Optional(Type.Enum(['json', 'csv'], { description: '`Accept: text/csv` does the same.' }));
const RangeQuery = Type.Object({ ...rangeQuery, format: Format }, closed);
const SalesQuery = Type.Object(
  {
    ...rangeQuery,
    groupBy: Type.Optional(Type.Enum(['day', 'week', 'month'], { description: 'Default: day.' })),
    format: Format,
  },
  closed,
);
/** Stock has no history: the days that other reports take change nothing. */
const LowStockQuery = Type.Object(
  {
    from: Type.Optional(day('Without effect: the stock is that of now.')),
    to: Type.Optional(day('Without effect.')),
    format: Format,
  },
  closed,
);

const Amount = Type.Integer({ description: 'Minor units of `currency`.' });
const Count = Type.Integer();
const Currency = Type.String();

const salesFields = {
  period: Type.String({ description: 'Its first day. Weeks start on Monday.' }),
  currency: Currency,
  orders: Count,
  gross: Amount,
  discounts: Amount,
  shipping: Amount,
  tax: Amount,
  refunds: Amount,
  net: Amount,
};
const productFields = {
  variantId: Id,
  sku: Type.String(),
  name: Type.String(),
  currency: Currency,
  quantity: Count,
  total: Amount,
};
const lowStockFields = { variantId: Id, sku: Type.String(), name: Type.String(), available: Count, threshold: Count };
const customerFields = { email: Type.String(), currency: Currency, orders: Count, total: Amount };
const promotionFields = { promotionId: Type.String(), currency: Currency, uses: Count, amount: Amount };
const reviewFields = {
  productId: Id,
  name: Type.String(),
  count: Count,
  average: Type.Number({ description: 'Stars, to the hundredth.' }),
  oneStar: Count,
  twoStars: Count,
  threeStars: Count,
  fourStars: Count,
  fiveStars: Count,
};
const taxFields = {
  country: Type.String({ description: 'Empty if unknown.' }),
  rate: Type.Integer({ description: 'In millionths.' }),
  currency: Currency,
  net: Amount,
  tax: Amount,
};

const answers = (title: string, fields: TProperties) => ({
  200: {
    description: 'The rows, as JSON or as CSV with amounts as decimals and rates in per cent.',
    content: {
      'application/json': {
        schema: Type.Object({
          data: Type.Array(Type.Object(fields, { title })),
          truncated: Type.Optional(Type.Literal(true, { description: 'There are more rows. The CSV has all.' })),
        }),
      },
      'text/csv': { schema: Type.String() },
    },
  },
});

/** The most rows as JSON of a report that has one for each product or customer. */
const maximumRows = 1_000;

const wantsCsv = ({ query, headers: { accept = '' } }: FastifyRequest): boolean => {
  const { format } = query as { readonly format?: 'json' | 'csv' };
  return format === undefined ? /\btext\/csv\b/iu.test(accept) : format === 'csv';
};

/** One row more than are shown, to know whether there are more. CSV has all rows. */
const limitOf = (request: FastifyRequest): { readonly limit?: number } =>
  wantsCsv(request) ? {} : { limit: maximumRows + 1 };

function respondWithReport(
  request: FastifyRequest,
  reply: FastifyReply,
  report: ReportName,
  { rows, shown = rows.length }: { readonly rows: readonly ReportRow[]; readonly shown?: number },
) {
  varyBy(reply, 'Accept');
  if (wantsCsv(request)) return sendCsv(reply, 'report.csv', writeReport(rows, reportColumns[report]));
  return reply
    .type('application/json')
    .send(rows.length > shown ? { data: rows.slice(0, shown), truncated: true } : { data: rows });
}

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
          response: answers('SalesRow', salesFields),
        },
        config: { access: reportSales.access, problems: reportProblems },
      },
      async (request, reply) => {
        const { groupBy = 'day', ...range } = request.query;
        const rows = await orProblem(
          reportSales({ caller: request.caller, ...daysOf(range), groupBy }),
          reportProblems,
        );
        return respondWithReport(request, reply, 'sales', { rows });
      },
    );

    /** A report over a range of days that is not grouped further. */
    const rangeReport = (
      name: ReportName,
      report: RangeReport,
      {
        title,
        fields,
        isLong = false,
        ...words
      }: ReportWords & {
        readonly title: string;
        readonly fields: TProperties;
        readonly isLong?: boolean;
      },
    ): void => {
      app.get(
        `/admin/reports/${name}`,
        {
          schema: { tags, ...words, querystring: RangeQuery, response: answers(title, fields) },
          config: { access: report.access, problems: reportProblems },
        },
        async (request, reply) => {
          const query = { ...daysOf(request.query), ...(isLong ? limitOf(request) : {}) };
          const rows = await orProblem(report({ caller: request.caller, ...query }), reportProblems);
          return respondWithReport(request, reply, name, isLong ? { rows, shown: maximumRows } : { rows });
        },
      );
    };
    rangeReport('top-products', reportTopProducts, {
      operationId: 'reportTopProducts',
      summary: 'Products by revenue',
      description: 'Variants with the highest total first, at most 1,000 as JSON. `total` is after discounts.',
      title: 'ProductSalesRow',
      isLong: true,
      fields: productFields,
    });
    rangeReport('customers', reportCustomers, {
      operationId: 'reportCustomers',
      summary: 'Customers by revenue',
      description: 'One row for each e-mail and currency, with the highest total first, at most 1,000 as JSON.',
      title: 'CustomerSalesRow',
      isLong: true,
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
      description:
        'Approved reviews written in the range, products with the most reviews first, at most 1,000 as JSON.',
      title: 'ReviewRow',
      isLong: true,
      fields: reviewFields,
    });

    app.get(
      '/admin/reports/low-stock',
      {
        schema: {
          tags,
          operationId: 'reportLowStock',
          summary: 'Variants with low stock',
          description: 'Variants for sale at or below their threshold, fewest units first, at most 1,000 as JSON.',
          querystring: LowStockQuery,
          response: answers('LowStockRow', lowStockFields),
        },
        config: { access: reportLowStock.access, problems: storageProblems },
      },
      async (request, reply) => {
        const rows = await orProblem(reportLowStock({ caller: request.caller, ...limitOf(request) }), storageProblems);
        return respondWithReport(request, reply, 'low-stock', { rows, shown: maximumRows });
      },
    );
    done();
  };
