import { cartShape } from '../cart/cart.js';
import { errorOf } from '../decision.js';
import { compareIds } from '../flavoured.js';
import { readInstant } from '../instant.js';
import { findUnknownCurrency } from '../money/currency.js';
import { moneyShape } from '../money/money.js';
import {
  anyRecord,
  anything,
  fields,
  findMalformed,
  flag,
  isCount,
  list,
  number,
  optional,
  record,
  text,
  word,
  type Shape,
} from '../shape.js';
import { checkTaxRules } from './charges/check-tax-rules.js';
import { findRepeated } from './find-repeated.js';
import type { Customer, MinimumOrderRule, PricingError, PricingInput, ShippingQuote } from './pricing-input.js';
import { idOf } from './promotions/check-promotion.js';
import { readAmount } from './read-amount.js';

/**
 * The parts of the input that every cart depends on. Price entries are checked where a line needs them, and promotions
 * by themselves: a malformed one is skipped.
 */
const inputShape: Shape<PricingInput> = fields<PricingInput>({
  cart: cartShape,
  prices: anyRecord,
  customer: fields<Customer>({ id: optional(text), groups: list(text), orderCount: number }),
  promotions: list(anything as Shape<PricingInput['promotions'][number]>),
  promotionUsage: optional(record(anything as Shape<NonNullable<PricingInput['promotionUsage']>[string]>)),
  minimumOrderRules: optional(
    list(
      fields<MinimumOrderRule>({
        minimum: moneyShape,
        basis: word('subtotal', 'afterDiscounts'),
        group: optional(text),
        waivedForDigital: optional(flag),
      }),
    ),
  ),
  shipping: optional(fields<ShippingQuote>({ method: text, charge: moneyShape, taxClass: optional(text) })),
  // `checkTaxRules` looks into them.
  tax: anything as Shape<PricingInput['tax']>,
  at: text,
});

/** What no price can be computed from: what is wrong with the input as a whole and with its rules. */
export function findBadInput(input: PricingInput): PricingError | undefined {
  const malformed = findMalformed(inputShape, input, 'input');
  if (malformed !== undefined) return malformed;
  const { cart, customer, at, tax, minimumOrderRules = [], promotions } = input;
  const { currency } = cart;
  const { orderCount } = customer;
  const unknown = findUnknownCurrency(currency);
  if (unknown !== undefined) return unknown;
  if (!isCount(orderCount)) return { type: 'pricing.order-count-malformed', orderCount };
  if (readInstant(at) === undefined) return { type: 'pricing.instant-malformed', text: at };
  const promotionId = findRepeated(
    promotions
      .map(idOf)
      .filter((id) => id !== '')
      .sort(compareIds),
  );
  if (promotionId !== undefined) return { type: 'pricing.duplicate-promotion', promotionId };
  const badTax = tax === undefined ? undefined : errorOf(checkTaxRules(tax));
  if (badTax !== undefined) return badTax;
  for (const { minimum } of minimumOrderRules) {
    const bad = minimum.currency === currency ? errorOf(readAmount(minimum, currency)) : undefined;
    if (bad !== undefined) return bad;
  }
  return undefined;
}
