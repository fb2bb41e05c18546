import type { CurrencyCode, Instant, ProductId, Promotion } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** Sums of orders in minor units of `currency`: as they were priced, and as they are with the draft. */
export type BacktestSum = {
  readonly currency: CurrencyCode;
  readonly orders: number;
  readonly before: number;
  readonly after: number;
};
export type BacktestResult = {
  readonly totals: readonly BacktestSum[];
  /** By the day of placement in the shop's time zone, as `2026-11-29`. */
  readonly byDay: readonly (BacktestSum & { readonly day: string })[];
  /** Only lines, without shipping and added tax. Orders count for each of their products. */
  readonly byProduct: readonly (BacktestSum & { readonly productId: ProductId })[];
};

export type BacktestStatus = 'queued' | 'running' | 'completed';

/** A draft of a promotion that is tried on the orders placed from `from` (inclusive) to `to` (exclusive). */
export type Backtest = {
  readonly id: string;
  readonly promotion: Promotion;
  readonly from: Instant;
  readonly to: Instant;
  readonly status: BacktestStatus;
  /** Orders of the period; 0 until it runs. */
  readonly total: number;
  readonly processed: number;
  /** Processed ones that cannot be priced again: earlier versions stored no input. No sum has them. */
  readonly unpriced: number;
  /** Absent until it is completed. */
  readonly result?: BacktestResult;
  readonly requestedBy: string;
  readonly createdAt: Instant;
};

/** Backtests of promotions, with their results. */
export type BacktestRecords = {
  readonly add: (backtest: Backtest) => ResultAsync<void, never>;
  readonly find: (id: string) => ResultAsync<Backtest | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<Backtest | undefined, never>;
  /** Writes one that this transaction has locked. */
  readonly save: (backtest: Backtest) => ResultAsync<void, never>;
};
