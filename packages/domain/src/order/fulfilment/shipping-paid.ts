import { sumOf } from '../../sum-of.js';
import type { OrderFacts } from '../order.js';

/** What was paid for the shipping, tax included, less what is due back or back of it. In minor units. */
export function shippingLeftOf({ pricing, returns, unitCancellations }: OrderFacts): number {
  const { shipping, taxIncluded } = pricing;
  const paid = shipping === undefined ? 0 : shipping.total.amount + (taxIncluded ? 0 : shipping.tax.amount);
  const back = sumOf([...returns, ...unitCancellations].map(({ shippingRefund }) => shippingRefund?.amount ?? 0));
  return Math.max(0, paid - back);
}
