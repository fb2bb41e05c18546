import { normaliseCouponCode } from '../cart/change-coupons.js';
import { accept, refuse, type Decision } from '../decision.js';
import { defined, isRecord, ownEntry } from '../shape.js';
import { reportTaxes, taxOn, type TaxedAmount } from './charges/charge-tax.js';
import { checkMinimumOrder, defaultMinimumOrderRules } from './charges/minimum-order.js';
import { findBadInput } from './check-input.js';
import { closeLine } from './lines/close-line.js';
import { priceLines } from './lines/price-lines.js';
import { pricedCartVersion, type PricedCart } from './priced-cart.js';
import type { PricingError, PricingInput } from './pricing-input.js';
import { applyPromotions } from './promotions/apply-promotions.js';
import { readPrice } from './read-amount.js';
import { sumOf } from '../sum-of.js';

/**
 * Prices a cart and explains each step: lines, shipping charge, promotions, minimum order, tax, total. The result
 * depends on the input only, and on the order of none of its lists. Amounts are minor units of the cart's currency.
 *
 * Errors: `pricing.variant-without-price`, `pricing.duplicate-line`, `pricing.duplicate-promotion`,
 * `pricing.order-count-malformed`, `pricing.tax-rate-malformed`, `pricing.tax-class-without-rate`,
 * `pricing.instant-malformed`, `pricing.negative-amount`, `cart.quantity-out-of-range`, `money.unknown-currency`,
 * `money.currency-mismatch`, `money.not-an-integer`, `money.out-of-range`, `money.off-step`, `input.malformed`. A
 * malformed promotion is no error: it is skipped, with what is wrong with it. Neither is a minimum order that is not
 * met: `minimumOrder` reports it, and `placeOrder` refuses it.
 *
 * @example
 * const priced = priceCart({ cart, prices, customer: { groups: ['guest'], orderCount: 0 }, promotions: [], at });
 * priced.ok && priced.value.total; // => { amount: 3998, currency: 'USD' }
 */
export function priceCart(input: PricingInput): Decision<PricedCart, PricingError> {
  const bad = findBadInput(input);
  if (bad !== undefined) return refuse(bad);
  const open = priceLines(input);
  if (!open.ok) return open;

  const { cart, customer, shipping, tax: { prices, rates, shippingClass } = {} } = input;
  const { currency } = cart;
  const money = (amount: number) => ({ amount, currency });
  const subtotal = sumOf(open.value.map((line) => line.subtotal));
  const allDigital = open.value.length > 0 && open.value.every(({ entry }) => entry.digital);

  const quoted = shipping === undefined ? accept(money(0)) : readPrice(shipping.charge, currency);
  if (!quoted.ok) return quoted;
  const charge = allDigital ? 0 : quoted.value.amount;
  const taxClass = shipping?.taxClass ?? shippingClass;
  const shippingRate = taxClass === undefined ? undefined : ownEntry(rates, taxClass);
  if (shipping?.taxClass !== undefined && shippingRate === undefined) {
    return refuse({ type: 'pricing.tax-class-without-rate', taxClass: shipping.taxClass });
  }
  const taxRates = [...open.value.map(({ taxRate }) => taxRate), shippingRate];
  const taxIncluded = prices === 'inclusive';
  const taxOf = (amount: number, slot: number) => taxOn(amount, taxRates[slot], taxIncluded, currency);
  const totalOf = (left: readonly number[]) => sumOf(left) + (taxIncluded ? 0 : sumOf(left.map(taxOf)));
  const discounting = applyPromotions(input, open.value, charge, totalOf);
  if (!discounting.ok) return discounting;

  const { left, applied, skipped } = discounting.value;
  const taxed = left.map((total, slot): TaxedAmount => {
    const taxRate = taxRates[slot];
    return { ...(taxRate === undefined ? {} : { taxRate }), total, tax: taxOf(total, slot) };
  });
  const lines = discounting.value.lines.map(({ line, discounts }, slot) =>
    closeLine(line, taxed[slot] ?? nothing, discounts, currency),
  );
  const shipped = taxed.at(-1) ?? nothing;
  const afterDiscounts = sumOf(left.slice(0, -1));
  const known = knownCodes(input);
  const pricedShipping = shipping && {
    ...shipped,
    method: shipping.method,
    charge: money(charge),
    discountTotal: money(charge - shipped.total),
    total: money(shipped.total),
    tax: money(shipped.tax),
  };
  const pricing = defined<PricedCart>({
    schemaVersion: pricedCartVersion,
    cartId: cart.id,
    customerId: cart.customerId,
    groups: customer.groups,
    currency,
    at: input.at,
    couponCodes: cart.couponCodes,
    lines,
    shipping: pricedShipping,
    applied,
    skipped,
    unknownCoupons: cart.couponCodes.filter((code) => !known.has(normaliseCouponCode(code))),
    minimumOrder: checkMinimumOrder(input.minimumOrderRules ?? defaultMinimumOrderRules, {
      groups: customer.groups,
      allDigital,
      subtotal: money(subtotal),
      afterDiscounts: money(afterDiscounts),
    }),
    subtotal: money(subtotal),
    discountTotal: money(subtotal - afterDiscounts),
    shippingTotal: money(shipped.total),
    taxIncluded,
    // No quote, no shipping to report on.
    taxes: reportTaxes(shipping === undefined ? taxed.slice(0, -1) : taxed, taxIncluded, currency),
    taxTotal: money(sumOf(taxed.map(({ tax }) => tax))),
    total: money(totalOf(left)),
  });
  return accept(pricing);
}

/** Every code that a promotion asks for or that was generated for one, whether or not it applies. */
function knownCodes({ promotions, promotionUsage }: PricingInput): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const promotion of promotions as readonly unknown[]) {
    const { id, conditions } = isRecord(promotion) ? promotion : {};
    const asked = isRecord(conditions) && conditions['singleUse'] !== true ? conditions['couponCode'] : undefined;
    const usage: unknown = typeof id === 'string' ? ownEntry(promotionUsage, id) : undefined;
    const generated: unknown = isRecord(usage) ? usage['codes'] : undefined;
    for (const code of [asked, ...(Array.isArray(generated) ? (generated as readonly unknown[]) : [])]) {
      if (typeof code === 'string') codes.add(normaliseCouponCode(code));
    }
  }
  return codes;
}

const nothing: TaxedAmount = { total: 0, tax: 0 };
