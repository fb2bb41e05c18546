import { accept, refuse, type Decision } from '../../decision.js';
import { amountsIn } from '../../money/amounts-in.js';
import { findUnknownCurrency, type CurrencyCode, type UnknownCurrency } from '../../money/currency.js';
import { amountShape, findOffStep, moneyShape, type Money, type OffStep } from '../../money/money.js';
import {
  count,
  defined,
  fields,
  findMalformed,
  flag,
  list,
  isRecord,
  optional,
  text,
  type MalformedInput,
  type Shape,
} from '../../shape.js';
import { startOf } from '../../sum-of.js';
import type { ShippingQuote, TaxClass } from '../pricing-input.js';
import { destinationShape, fitOf, zoneShape, type Destination, type Zone } from './zone.js';

/**
 * What a method charges in one currency: a flat amount, or that of the highest tier whose `from` is reached, by the
 * undiscounted subtotal or by the weight in grams. From a subtotal of `freeFrom` on the charge is zero.
 *
 * @example
 * const charge: ShippingCharge = { type: 'flat', amount: { amount: 499, currency: 'USD' } };
 */
export type ShippingCharge =
  | { readonly type: 'flat'; readonly amount: Money; readonly freeFrom?: Money | undefined }
  | {
      readonly type: 'tiered';
      /** Absent: `subtotal`. */
      readonly by?: 'subtotal' | undefined;
      readonly tiers: readonly { readonly from: Money; readonly amount: Money }[];
      readonly freeFrom?: Money | undefined;
    }
  | {
      readonly type: 'tiered';
      readonly by: 'weight';
      readonly tiers: readonly { readonly from: number; readonly amount: Money }[];
      readonly freeFrom?: Money | undefined;
    };

/**
 * A way to send an order: where it goes (where any of its zones fits), what it charges (of several charges in a
 * currency the first applies), and the class that its tax is charged by.
 *
 * @example
 * const post: ShippingMethod = {
 *   id: 'post',
 *   zones: [{ countries: [] }],
 *   charges: [{ type: 'flat', amount: { amount: 499, currency: 'USD' }, freeFrom: { amount: 5000, currency: 'USD' } }],
 * };
 */
export type ShippingMethod = {
  readonly id: string;
  /** Absent: `true`. */
  readonly enabled?: boolean | undefined;
  readonly zones: readonly Zone[];
  readonly charges: readonly ShippingCharge[];
  readonly taxClass?: TaxClass | undefined;
};

/**
 * What a charge depends on: the undiscounted subtotal of all lines, and the weight of those that are not digital (a
 * line without a weight counts 0).
 *
 * @example
 * const facts: ShippingFacts = {
 *   destination: { country: 'GB' },
 *   currency: 'GBP',
 *   subtotal: { amount: 3998, currency: 'GBP' },
 *   weightGrams: 700,
 * };
 */
export type ShippingFacts = {
  readonly destination: Destination;
  readonly currency: CurrencyCode;
  readonly subtotal: Money;
  readonly weightGrams: number;
};

/**
 * Why a method gives no quote: the first of these that holds.
 *
 * @example const reason: NoShippingQuote = { type: 'shipping.disabled', method: 'post' };
 */
export type NoShippingQuote = { readonly method: string } & (
  | { readonly type: 'shipping.disabled' }
  | { readonly type: 'shipping.not-to-destination'; readonly destination: Destination }
  | { readonly type: 'shipping.no-charge-in-currency'; readonly currency: CurrencyCode }
  | { readonly type: 'shipping.below-first-tier'; readonly by: 'subtotal' | 'weight' }
);

type Tiered = Extract<ShippingCharge, { readonly type: 'tiered' }>;

const methodShape: Shape<ShippingMethod> = /* @__PURE__ */ (() => {
  const freeFrom = optional(amountShape);
  const tiered = (from: Shape<unknown>) => fields({ tiers: list(fields({ from, amount: amountShape })), freeFrom });
  const flat = fields({ amount: amountShape, freeFrom });
  const bySubtotal = tiered(amountShape);
  const byWeight = tiered(count);
  const chargeShape = (value: unknown): string | undefined => {
    if (!isRecord(value)) return '';
    const { type, by = 'subtotal' } = value;
    if (type !== 'flat' && type !== 'tiered') return '.type';
    if (type === 'tiered' && by !== 'subtotal' && by !== 'weight') return '.by';
    const shape = type === 'flat' ? flat : by === 'weight' ? byWeight : bySubtotal;
    // All amounts of one charge are in one currency.
    const currencies = new Set(amountsIn(value).map(([, { currency }]) => currency));
    return shape(value) ?? (currencies.size > 1 ? '' : undefined);
  };
  return fields<ShippingMethod>({
    id: text,
    enabled: optional(flag),
    zones: list(zoneShape),
    charges: list(chargeShape as Shape<ShippingCharge>),
    taxClass: optional(text),
  });
})();

const methodsShape: Shape<readonly ShippingMethod[]> = list(methodShape);

const factsShape: Shape<ShippingFacts> = /* @__PURE__ */ (() => {
  const shape = fields<ShippingFacts>({
    destination: destinationShape,
    currency: text,
    subtotal: moneyShape,
    weightGrams: count,
  });
  return (value: unknown) => {
    const fault = shape(value);
    if (fault !== undefined) return fault;
    const { currency, subtotal } = value as ShippingFacts;
    return subtotal.currency === currency ? undefined : '.subtotal.currency';
  };
})();

/**
 * Why a method cannot be set.
 *
 * @example const error: ShippingMethodError = { type: 'money.unknown-currency', currency: 'usd' };
 */
export type ShippingMethodError = MalformedInput | UnknownCurrency | OffStep;

/**
 * Accepts a shipping method that a shop sets: what it charges is in known currencies and a multiple of their step.
 * Thresholds need not be. Errors: `money.unknown-currency`, `money.off-step`, `input.malformed`.
 *
 * @example
 * const charge = { type: 'flat', amount: { amount: 499, currency: 'usd' } } as const;
 * const checked = checkShippingMethod({ id: 'post', zones: [{ countries: [] }], charges: [charge] });
 * checked; // => { ok: false, error: { type: 'money.unknown-currency', currency: 'usd' } }
 */
export function checkShippingMethod(method: ShippingMethod): Decision<ShippingMethod, ShippingMethodError> {
  const malformed = findMalformed(methodShape, method, 'method');
  if (malformed !== undefined) return refuse(malformed);
  for (const [name, charged] of amountsIn(method.charges)) {
    const bad = findUnknownCurrency(charged.currency) ?? (name === 'amount' ? findOffStep(charged) : undefined);
    if (bad !== undefined) return refuse(bad);
  }
  return accept(method);
}

/**
 * For each method, in the order given, its quote for `priceCart`, or why it has none: it is disabled, does not go to
 * the destination, has no charge in the currency, or the cart is below its first tier.
 * Errors: `input.malformed`.
 *
 * @example
 * const charge = { type: 'flat', amount: { amount: 499, currency: 'USD' } } as const;
 * const methods = [{ id: 'post', zones: [{ countries: ['US'] }], charges: [charge] }];
 * const subtotal = { amount: 3998, currency: 'USD' };
 * const destination = { country: 'US' };
 * const quotes = shippingQuotesFor(methods, { destination, currency: 'USD', subtotal, weightGrams: 0 });
 * quotes.ok && quotes.value[0]; // => { ok: true, value: { method: 'post', charge: { amount: 499, currency: 'USD' } } }
 */
export function shippingQuotesFor(
  methods: readonly ShippingMethod[],
  facts: ShippingFacts,
): Decision<readonly Decision<ShippingQuote, NoShippingQuote>[], MalformedInput> {
  const malformed = findMalformed(methodsShape, methods, 'methods') ?? findMalformed(factsShape, facts, 'facts');
  if (malformed !== undefined) return refuse(malformed);
  return accept(methods.map((method) => quoteOf(method, facts)));
}

function quoteOf(
  { id: method, enabled, zones, charges, taxClass }: ShippingMethod,
  { destination, currency, subtotal, weightGrams }: ShippingFacts,
): Decision<ShippingQuote, NoShippingQuote> {
  if (enabled === false) return refuse({ type: 'shipping.disabled', method });
  if (!zones.some((zone) => fitOf(zone, destination) !== undefined)) {
    return refuse({ type: 'shipping.not-to-destination', method, destination });
  }
  const charge = charges.find((each) => currencyOf(each) === currency);
  if (charge === undefined) return refuse({ type: 'shipping.no-charge-in-currency', method, currency });
  const amount = charge.type === 'flat' ? charge.amount : reachedTier(charge, subtotal.amount, weightGrams);
  if (amount === undefined) {
    return refuse({
      type: 'shipping.below-first-tier',
      method,
      by: charge.type === 'tiered' && charge.by === 'weight' ? 'weight' : 'subtotal',
    });
  }
  const { freeFrom } = charge;
  const isFree = freeFrom !== undefined && subtotal.amount >= freeFrom.amount;
  return accept(defined({ method, charge: isFree ? { amount: 0, currency } : amount, taxClass }));
}

const currencyOf = (charge: ShippingCharge): CurrencyCode | undefined =>
  charge.type === 'flat' ? charge.amount.currency : charge.tiers[0]?.amount.currency;

function reachedTier(charge: Tiered, subtotal: number, weightGrams: number): Money | undefined {
  const measured = charge.by === 'weight' ? weightGrams : subtotal;
  const tiers = charge.tiers.map(({ from, amount }) => ({ from: startOf(from), amount }));
  // Of two tiers that start together the cheaper one holds, in whatever order they are listed.
  const [highest] = tiers
    .filter(({ from }) => from <= measured)
    .sort((a, b) => b.from - a.from || a.amount.amount - b.amount.amount);
  return highest?.amount;
}
