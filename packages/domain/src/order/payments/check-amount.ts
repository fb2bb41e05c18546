import { errorOf } from '../../decision.js';
import type { CurrencyCode } from '../../money/currency.js';
import {
  findMismatch,
  safeInteger,
  type CurrencyMismatch,
  type Money,
  type MoneyNotInteger,
  type MoneyOutOfRange,
} from '../../money/money.js';
import type { Order } from '../order.js';

/**
 * Why an amount cannot be paid, refunded or disputed on an order.
 *
 * @example
 * const error: AmountError<'refund'> = { type: 'refund.amount-not-positive', amount: { amount: 0, currency: 'USD' } };
 */
export type AmountError<What extends string> =
  | CurrencyMismatch
  | MoneyNotInteger
  | MoneyOutOfRange
  | { readonly type: `${What}.amount-not-positive`; readonly amount: Money };

/** What is wrong with an amount that should be above zero and in the order's currency, if anything is. */
export function findBadAmount<const What extends string>(
  { pricing }: Order,
  what: What,
  amount: Money,
): AmountError<What> | undefined {
  return (
    findMismatch(pricing, amount) ??
    errorOf(safeInteger(amount.amount)) ??
    (amount.amount > 0 ? undefined : { type: `${what}.amount-not-positive`, amount })
  );
}

/** An amount of money, if it is above zero. */
export const ifPositive = (amount: number, currency: CurrencyCode): Money | undefined =>
  amount > 0 ? { amount, currency } : undefined;
