import type { CurrencyCode, ProductId, PromotionId, VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../failures.js';

/** Days in a time zone, as `2026-11-29`, both included. `timeZone` is an IANA name. */
export type ReportRange = { readonly from: string; readonly to: string; readonly timeZone: string };
export type ReportPeriod = 'day' | 'week' | 'month';

/** Amounts are minor units of `currency`. `period` is its first day; weeks begin on Monday. */
export type SalesRow = {
  readonly period: string;
  readonly currency: CurrencyCode;
  readonly orders: number;
  readonly gross: number;
  readonly discounts: number;
  readonly shipping: number;
  readonly tax: number;
  readonly refunds: number;
  /** `gross − refunds`. */
  readonly net: number;
};
export type ProductSalesRow = {
  readonly variantId: VariantId;
  readonly sku: string;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly quantity: number;
  readonly total: number;
};
export type LowStockRow = {
  readonly variantId: VariantId;
  readonly sku: string;
  readonly name: string;
  readonly available: number;
  readonly threshold: number;
};
export type CustomerSalesRow = {
  readonly email: string;
  readonly currency: CurrencyCode;
  readonly orders: number;
  readonly total: number;
};
export type PromotionSalesRow = {
  readonly promotionId: PromotionId;
  readonly currency: CurrencyCode;
  readonly uses: number;
  readonly amount: number;
};
/** `rate` in millionths. */
export type TaxRow = {
  readonly country: string;
  readonly rate: number;
  readonly currency: CurrencyCode;
  readonly net: number;
  readonly tax: number;
};

/** Reviews of a product that were approved. `average` is in stars, to the hundredth. */
export type ReviewRow = {
  readonly productId: ProductId;
  readonly name: string;
  readonly count: number;
  readonly average: number;
  readonly oneStar: number;
  readonly twoStars: number;
  readonly threeStars: number;
  readonly fourStars: number;
  readonly fiveStars: number;
};

/** Sums over paid orders and their refunds. Rows have a fixed order. Without a `limit`, there are all of them. */
export type ReportReader = {
  /** By period and currency. Periods without orders and refunds are left out. */
  readonly sales: (range: ReportRange, groupBy: ReportPeriod) => ResultAsync<readonly SalesRow[], StorageUnavailable>;
  /** Highest total first, at most `limit`. */
  readonly topProducts: (
    range: ReportRange,
    limit?: number,
  ) => ResultAsync<readonly ProductSalesRow[], StorageUnavailable>;
  /** Highest total first, at most `limit`. Of people who were erased there are no rows. */
  readonly customers: (
    range: ReportRange,
    limit?: number,
  ) => ResultAsync<readonly CustomerSalesRow[], StorageUnavailable>;
  readonly promotions: (range: ReportRange) => ResultAsync<readonly PromotionSalesRow[], StorageUnavailable>;
  /** By country, rate and currency, less what went back with refunds. */
  readonly taxes: (range: ReportRange) => ResultAsync<readonly TaxRow[], StorageUnavailable>;
  /** By the day on which they were written, most reviews first, at most `limit`. */
  readonly reviews: (range: ReportRange, limit?: number) => ResultAsync<readonly ReviewRow[], StorageUnavailable>;
  /** Counted variants that are sold and have at most their threshold left, fewest first, at most `limit`. */
  readonly lowStock: (threshold: number, limit?: number) => ResultAsync<readonly LowStockRow[], StorageUnavailable>;
};
