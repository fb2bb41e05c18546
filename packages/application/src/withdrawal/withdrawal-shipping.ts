import { refundableShipping, type Money, type Order } from '@cartwright/domain';

/**
 * What of the shipping a withdrawal from all of an order gives back: what is left of what was paid for it, up to what
 * the cheapest method cost (Directive 2011/83/EU, Article 13 (2)).
 */
export function withdrawalShipping(order: Order): Money {
  const left = refundableShipping(order);
  const { cheapestShipping, pricing } = order;
  if (cheapestShipping === undefined || pricing.shipping === undefined) return left;
  const { total, tax } = pricing.shipping;
  const back = total.amount + (pricing.taxIncluded ? 0 : tax.amount) - left.amount;
  return { ...left, amount: Math.max(0, Math.min(left.amount, cheapestShipping.amount - back)) };
}
