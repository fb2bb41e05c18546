import { normaliseCouponCode } from '../cart/change-coupons.js';
import { accept, refuse, type Decision } from '../decision.js';
import { applyPromotions } from './promotions/apply-promotions.js';
import { chargeShipping } from './charges/charge-shipping.js';
import { reportTaxes, taxOn, type TaxedAmount } from './charges/charge-tax.js';
import { findMalformed } from './check-input.js';
import { closeLine } from './lines/close-line.js';
import { checkMinimumOrder, defaultMinimumOrderRules } from './charges/minimum-order.js';
import { ownEntry } from './own-entry.js';
import { priceLines } from './lines/price-lines.js';
import type { PricedCart } from './priced-cart.js';
import type { PricingError, PricingInput } from './pricing-input.js';
import { sum } from './promotions/take-effect.js';

/**
 * Prices a cart and explains each step: lines, shipping charge, promotions, minimum order, tax, total. The answer depends
 * on nothing but the input, and on the order of none of its lists. Amounts are minor units of the cart's currency.
 *
 * Errors: `pricing.variant-without-price`, `pricing.duplicate-line`, `pricing.duplicate-promotion`,
 * `pricing.promotion-rate-out-of-range`, `pricing.promotion-count-malformed`, `pricing.promotion-amount-malformed`,
 * `pricing.promotion-priority-malformed`, `pricing.promotion-target-unsuitable`, `pricing.order-count-malformed`,
 * `pricing.shipping-below-first-tier`, `pricing.tax-rate-malformed`, `pricing.tax-class-without-rate`,
 * `pricing.instant-malformed`, `pricing.negative-amount`, `cart.quantity-out-of-range`, `money.unknown-currency`,
 * `money.currency-mismatch`, `money.not-an-integer`, `money.out-of-range`. A minimum order that is not met is no
 * error: it is said in `minimumOrder`, and `placeOrder` refuses it.
 *
 * @example
 * const priced = priceCart({ cart, prices, customer: { segment: 'guest', orderCount: 0 }, promotions: [], at });
 * priced.ok && formatMoney(priced.value.total, 'en-US'); // => '$39.98'
 */
export function priceCart(input: PricingInput): Decision<PricedCart, PricingError> {
  const malformed = findMalformed(input);
  if (malformed !== undefined) return refuse(malformed);
  const open = priceLines(input);
  if (!open.ok) return open;

  const { cart, customer, tax: { prices, rates, shippingClass } = {} } = input;
  const { currency } = cart;
  const money = (amount: number) => ({ amount, currency });
  const subtotal = sum(open.value.map((line) => line.subtotal));
  const allDigital = open.value.length > 0 && open.value.every(({ entry }) => entry.digital);

  const charge = input.shipping === undefined ? accept(0) : chargeShipping(input.shipping, money(subtotal), allDigital);
  if (!charge.ok) return charge;

  const shippingRate = shippingClass === undefined ? undefined : ownEntry(rates, shippingClass);
  const taxRates = [...open.value.map(({ taxRate }) => taxRate), shippingRate];
  const taxIncluded = prices === 'inclusive';
  const totalOf = (left: readonly number[]) =>
    sum(left) + (taxIncluded ? 0 : sum(left.map((amount, slot) => taxOn(amount, taxRates[slot], taxIncluded))));
  const discounting = applyPromotions(input, open.value, charge.value, totalOf);
  if (!discounting.ok) return discounting;

  const { left, applied, skipped } = discounting.value;
  const taxed = left.map((each, slot): TaxedAmount => {
    const taxRate = taxRates[slot];
    return { ...(taxRate === undefined ? {} : { taxRate }), total: each, tax: taxOn(each, taxRate, taxIncluded) };
  });
  const lines = discounting.value.lines.map(({ line, discounts }, slot) =>
    closeLine(line, taxed[slot] ?? nothing, discounts, currency),
  );
  const shipped = taxed.at(-1) ?? nothing;
  const afterDiscounts = sum(left.slice(0, -1));
  const asked = new Set(
    input.promotions.flatMap(({ conditions: { couponCode } = {} }) =>
      couponCode === undefined ? [] : [normaliseCouponCode(couponCode)],
    ),
  );
  return accept({
    cartId: cart.id,
    ...(cart.customerId === undefined ? {} : { customerId: cart.customerId }),
    segment: customer.segment,
    currency,
    at: input.at,
    couponCodes: cart.couponCodes,
    lines,
    ...(input.shipping === undefined
      ? {}
      : {
          shipping: {
            ...shipped,
            method: input.shipping.method,
            charge: money(charge.value),
            discountTotal: money(charge.value - shipped.total),
            total: money(shipped.total),
            tax: money(shipped.tax),
          },
        }),
    applied,
    skipped,
    unknownCoupons: cart.couponCodes.filter((code) => !asked.has(normaliseCouponCode(code))),
    minimumOrder: checkMinimumOrder(input.minimumOrderRules ?? defaultMinimumOrderRules, {
      segment: customer.segment,
      allDigital,
      subtotal: money(subtotal),
      afterDiscounts: money(afterDiscounts),
    }),
    subtotal: money(subtotal),
    discountTotal: money(subtotal - afterDiscounts),
    shippingTotal: money(shipped.total),
    taxIncluded,
    // No quote, no shipping to report on.
    taxes: reportTaxes(input.shipping === undefined ? taxed.slice(0, -1) : taxed, taxIncluded, currency),
    taxTotal: money(sum(taxed.map(({ tax }) => tax))),
    total: money(totalOf(left)),
  });
}

const nothing: TaxedAmount = { total: 0, tax: 0 };
