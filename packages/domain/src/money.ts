/** Money, rates and currencies: the subpath `@cartwright/domain/money`. */
export { accept, refuse, type Decision } from './decision.js';
export type { MalformedInput } from './shape.js';
export { allocate, type AllocationError } from './money/allocate.js';
export { currencyDecimals, currencyStep, type CurrencyCode, type UnknownCurrency } from './money/currency.js';
export { formatMoney, type FormatMoneyError } from './money/format-money.js';
export {
  addMoney,
  compare,
  money,
  multiply,
  subtractMoney,
  sum,
  zero,
  type CurrencyMismatch,
  type Money,
  type MoneyError,
  type MoneyNotInteger,
  type MoneyOutOfRange,
  type NoMoney,
  type OffStep,
} from './money/money.js';
export { parseMoney, type ParseMoneyError } from './money/parse-money.js';
export { applyRate, includedTax, percent, type MalformedRate, type Rate, type RateOutOfRange } from './money/rate.js';
