import { normaliseCouponCode } from '../cart/change-coupons.js';
import { accept, refuse, type Decision } from '../decision.js';
import { outOfRange } from '../money/money.js';
import { applyPromotions, type DiscountedLine } from './apply-promotions.js';
import { chargeShipping } from './charge-shipping.js';
import { findMalformed } from './check-input.js';
import { checkMinimumOrder, defaultMinimumOrderRules } from './minimum-order.js';
import { priceLines } from './price-lines.js';
import type { PricedCart, PricedLine } from './priced-cart.js';
import type { PricingError, PricingInput } from './pricing-input.js';
import { splitUnits } from './split-units.js';

/**
 * Prices a cart and explains each step: lines, shipping charge, promotions, minimum order, total. The answer depends on
 * nothing but the input, and on the order of none of its lists. Amounts are minor units of the cart's currency.
 *
 * Errors: `pricing.variant-without-price`, `pricing.duplicate-line`, `pricing.duplicate-promotion`,
 * `pricing.promotion-rate-out-of-range`, `pricing.promotion-priority-malformed`, `pricing.shipping-below-first-tier`,
 * `pricing.instant-malformed`, `pricing.negative-amount`, `cart.quantity-out-of-range`, `money.unknown-currency`,
 * `money.currency-mismatch`, `money.not-an-integer`, `money.out-of-range`. A minimum order that is not met is no
 * error: it is said in `minimumOrder`, and `placeOrder` refuses it.
 *
 * @example
 * const priced = priceCart({ cart, prices, customer: { segment: 'guest', orderCount: 0 }, promotions: [], at });
 * if (priced.ok) formatMoney(priced.value.total, 'en-US');
 */
export function priceCart(input: PricingInput): Decision<PricedCart, PricingError> {
  const malformed = findMalformed(input);
  if (malformed !== undefined) return refuse(malformed);
  const open = priceLines(input);
  if (!open.ok) return open;

  const { cart, customer } = input;
  const { currency } = cart;
  const money = (amount: number) => ({ amount, currency });
  const subtotal = sum(open.value.map((line) => line.subtotal));
  const allDigital = open.value.length > 0 && open.value.every(({ entry }) => entry.digital);

  const charge =
    input.shipping === undefined ? accept(0) : chargeShipping(input.shipping, money(subtotal), allDigital);
  if (!charge.ok) return charge;

  const discounted = applyPromotions(input, open.value, charge.value);
  const lines = discounted.lines.map((line) => closeLine(line, currency));
  const afterDiscounts = sum(discounted.lines.map(({ left }) => left));
  const total = afterDiscounts + discounted.shippingLeft;
  if (!Number.isSafeInteger(total)) return refuse(outOfRange);

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
            method: input.shipping.method,
            charge: money(charge.value),
            discountTotal: money(charge.value - discounted.shippingLeft),
            total: money(discounted.shippingLeft),
          },
        }),
    applied: discounted.applied,
    skipped: discounted.skipped,
    unknownCoupons: cart.couponCodes.filter((code) => !asked.has(code)),
    minimumOrder: checkMinimumOrder(input.minimumOrderRules ?? defaultMinimumOrderRules, {
      segment: customer.segment,
      allDigital,
      subtotal: money(subtotal),
      afterDiscounts: money(afterDiscounts),
    }),
    subtotal: money(subtotal),
    discountTotal: money(subtotal - afterDiscounts),
    shippingTotal: money(discounted.shippingLeft),
    taxTotal: money(0),
    total: money(total),
  });
}

function closeLine(line: DiscountedLine, currency: string): PricedLine {
  const { variantId, quantity, unitPrice, entry, subtotal, left, discounts } = line;
  const { productId, categoryIds, digital } = entry;
  return {
    variantId,
    productId,
    categoryIds,
    digital,
    quantity,
    unitPrice,
    subtotal: { amount: subtotal, currency },
    discounts,
    discountTotal: { amount: subtotal - left, currency },
    total: { amount: left, currency },
    unitShares: splitUnits(unitPrice.amount, quantity, subtotal - left, currency),
  };
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
