import { decimalOf } from '../decimal-of.js';
import type {
  CustomerSalesRow,
  LowStockRow,
  ProductSalesRow,
  PromotionSalesRow,
  ReviewRow,
  SalesRow,
  TaxRow,
} from '../ports/read-models/report-reader.js';
import type { ReportName } from '../ports/repositories/reports/report-file-records.js';
import type { OrderReportRow } from './order-rows.js';

/** A row of a report. Amounts are minor units of its `currency`. */
export type ReportRow = Readonly<Record<string, string | number>>;

/** The columns of a report in a file, and those among them that are amounts. */
export type ReportColumns = { readonly columns: readonly string[]; readonly amounts: readonly string[] };

const table = <Row>(columns: readonly (keyof Row & string)[], amounts: readonly (keyof Row & string)[]) => ({
  columns,
  amounts,
});

/** The columns of each report. */
export const reportColumns: Readonly<Record<ReportName, ReportColumns>> = {
  sales: table<SalesRow>(
    ['period', 'currency', 'orders', 'gross', 'discounts', 'shipping', 'tax', 'refunds', 'net'],
    ['gross', 'discounts', 'shipping', 'tax', 'refunds', 'net'],
  ),
  'top-products': table<ProductSalesRow>(['variantId', 'sku', 'name', 'currency', 'quantity', 'total'], ['total']),
  'low-stock': table<LowStockRow>(['variantId', 'sku', 'name', 'available', 'threshold'], []),
  customers: table<CustomerSalesRow>(['email', 'currency', 'orders', 'total'], ['total']),
  promotions: table<PromotionSalesRow>(['promotionId', 'currency', 'uses', 'amount'], ['amount']),
  taxes: table<TaxRow>(['country', 'rate', 'currency', 'net', 'tax'], ['net', 'tax']),
  reviews: table<ReviewRow>(
    ['productId', 'name', 'count', 'average', 'oneStar', 'twoStars', 'threeStars', 'fourStars', 'fiveStars'],
    [],
  ),
  orders: table<OrderReportRow>(
    ['number', 'createdAt', 'status', 'paymentStatus', 'email', 'currency', 'total', 'units', 'id'],
    ['total'],
  ),
};

/**
 * The cells of a row in a CSV file: amounts as decimals, rates in per cent.
 *
 * @example
 * // ['USD', '19.99']
 * cellsOf({ currency: 'USD', net: 1999 }, { columns: ['currency', 'net'], amounts: ['net'] })
 */
export const cellsOf = (row: ReportRow, { columns, amounts }: ReportColumns): readonly string[] =>
  columns.map((column) => {
    const value = row[column] ?? '';
    if (typeof value === 'string') return harmlessText(value);
    if (column === 'rate') return String(value / 10_000);
    return amounts.includes(column) ? decimalOf({ amount: value, currency: String(row['currency']) }) : String(value);
  });

/** Spreadsheets run text that starts like a formula: it gets a leading apostrophe. */
const harmlessText = (text: string): string => (/^[=+\-@\t\r]/u.test(text) ? `'${text}` : text);
