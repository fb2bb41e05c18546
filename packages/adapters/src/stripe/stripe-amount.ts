import type { PaymentRefused } from '@cartwright/application';
import { currencyDecimals, type Money } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';

/** An amount for Stripe: an integer in Stripe's smallest unit, and a currency code in lower case. */
export type StripeAmount = { readonly amount: number; readonly currency: string };

const zeroDecimals = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
/** Their last digit must be 0: https://docs.stripe.com/currencies#three-decimal */
const threeDecimals = new Set('BHD JOD KWD OMR TND'.split(' '));
/**
 * Currencies without fractions that Stripe still counts in hundredths:
 * https://docs.stripe.com/currencies#special-cases
 */
const withoutFractions = new Set(['ISK', 'UGX']);

/** In Stripe's unit: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const smallestCharges: Readonly<Record<string, number>> = {
  USD: 50,
  AED: 200,
  AUD: 50,
  BGN: 100,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1000,
};

/** The decimals of Stripe's unit; `undefined` if Stripe documents no difference from ISO 4217. */
function stripeDecimals(currency: string, decimals: number): number | undefined {
  if (zeroDecimals.has(currency)) return 0;
  if (threeDecimals.has(currency)) return 3;
  return decimals === 2 || withoutFractions.has(currency) ? 2 : undefined;
}

/**
 * Converts money to Stripe's unit, exactly or not at all.
 * Errors: `payment.refused` with the reason `amount_not_positive`, `currency_not_supported`, `amount_not_chargeable`
 * (more decimals than Stripe accepts: MGA with iraimbilanja, the third decimal of KWD) or `amount_too_large`.
 *
 * @example toStripeAmount({ amount: 500, currency: 'ISK' }) // ok: { amount: 50_000, currency: 'isk' }
 */
export function toStripeAmount({ amount, currency }: Money): Result<StripeAmount, PaymentRefused> {
  const decimals = currencyDecimals(currency);
  const theirs = decimals === undefined ? undefined : stripeDecimals(currency, decimals);
  if (decimals === undefined || theirs === undefined) return refused('currency_not_supported');
  if (!Number.isSafeInteger(amount) || amount <= 0) return refused('amount_not_positive');
  const counted = theirs >= decimals ? amount * 10 ** (theirs - decimals) : amount / 10 ** (decimals - theirs);
  if (!Number.isInteger(counted) || (theirs === 3 && counted % 10 !== 0)) return refused('amount_not_chargeable');
  return Number.isSafeInteger(counted)
    ? ok({ amount: counted, currency: currency.toLowerCase() })
    : refused('amount_too_large');
}

/**
 * The minimum that Stripe charges in a currency, if documented.
 *
 * @example minimumCharge('GBP') // { amount: 30, currency: 'GBP' }
 */
export const minimumCharge = (currency: string): Money | undefined => {
  const smallest = Object.hasOwn(smallestCharges, currency) ? smallestCharges[currency] : undefined;
  return smallest === undefined ? undefined : fromStripeAmount(smallest, currency);
};

/**
 * The same for a charge: also `amount_too_small`, below Stripe's minimum in that currency. For
 * a bank account in another currency Stripe may have another minimum, which it reports itself.
 */
export const toChargeableAmount = (money: Money): Result<StripeAmount, PaymentRefused> =>
  toStripeAmount(money).andThen((asked) =>
    asked.amount < (smallestCharges[money.currency] ?? 0) ? refused('amount_too_small') : ok(asked),
  );

/**
 * Converts money from Stripe's unit. A fraction of our minor units stays a fraction, which the domain refuses.
 *
 * @example fromStripeAmount(50_000, 'isk') // { amount: 500, currency: 'ISK' }
 */
export function fromStripeAmount(amount: number, code: string): Money {
  const currency = code.toUpperCase();
  const decimals = currencyDecimals(currency) ?? 2;
  const theirs = stripeDecimals(currency, decimals) ?? decimals;
  return {
    amount: theirs >= decimals ? amount / 10 ** (theirs - decimals) : amount * 10 ** (decimals - theirs),
    currency,
  };
}

const refused = (reason: string): Result<never, PaymentRefused> => err({ type: 'payment.refused', reason });
