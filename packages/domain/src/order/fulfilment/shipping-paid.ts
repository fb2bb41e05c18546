import { amountOf, sumOf } from '../../sum-of.js';
import type { OrderFacts } from '../order.js';

/**
 * What was paid for the shipping, tax included and up to `most`, less what is due back or back of it. In minor units.
 * Nobody pays more for the shipping than for the whole order, so a damaged order gives a safe number too.
 */
export function shippingLeftOf(
  { pricing, returns, unitCancellations }: OrderFacts,
  most = pricing.total.amount,
): number {
  const { shipping, taxIncluded, total } = pricing;
  const paid = shipping === undefined ? 0 : shipping.total.amount + (taxIncluded ? 0 : shipping.tax.amount);
  const back = sumOf([...returns, ...unitCancellations].map(({ shippingRefund }) => amountOf(shippingRefund)));
  return Math.max(0, Math.min(paid, total.amount, most) - back);
}
