import type { CurrencyCode } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** Where a buyer sends money to. */
export type BankDetails = { readonly holder: string; readonly iban: string; readonly bic: string };

/** What the shop says of itself. */
export type ShopDetails = {
  readonly name: string;
  /** Line by line. */
  readonly address: readonly string[];
  /** ISO 3166-1 alpha-2. Prices without a destination are for here. */
  readonly country?: string;
  /** In which it keeps its books. */
  readonly currency: CurrencyCode;
  /** In which it sells; only `currency` when absent. */
  readonly currencies?: readonly CurrencyCode[];
  readonly locales?: readonly string[];
  /** To which it sells; everywhere when absent. */
  readonly countries?: readonly string[];
  /** An IANA name. */
  readonly timeZone: string;
  readonly vatNumber?: string;
  readonly bankDetails?: BankDetails;
  /** How long buyers may withdraw from an order. */
  readonly withdrawalDays?: number;
  /** From how many units on a variant's stock is reported as low. */
  readonly lowStockThreshold?: number;
};

/** The shop's one row. */
export type ShopRecords = {
  readonly find: () => ResultAsync<ShopDetails | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: () => ResultAsync<ShopDetails | undefined, never>;
  /** Adds the row, unless there is one. */
  readonly add: (details: ShopDetails) => ResultAsync<void, never>;
  readonly save: (details: ShopDetails) => ResultAsync<void, never>;
};
