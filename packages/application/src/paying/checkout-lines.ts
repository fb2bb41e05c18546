import type { Money, Order } from '@cartwright/domain';
import type { CheckoutLine } from '../ports/payment-gateway.js';

/**
 * What a provider's page shows of an order: its lines after discounts, its shipping, and its tax where prices are
 * without. Their totals sum to `amount` exactly; no lines where the order as a whole comes to another amount, such as
 * when a part of it is paid.
 *
 * @example checkoutLines(order, order.pricing.total) // [{ name: 'Mug', quantity: 2, total: …, discount: … }, …]
 */
export function checkoutLines(
  { pricing, descriptions, delivery }: Pick<Order, 'pricing' | 'descriptions' | 'delivery'>,
  amount: Money,
): readonly CheckoutLine[] {
  const { shipping, taxIncluded, taxTotal, currency } = pricing;
  if (currency !== amount.currency) return [];
  const lines: readonly CheckoutLine[] = [
    ...pricing.lines.map(({ variantId, quantity, total, discountTotal }) => ({
      name: nameOf(descriptions, variantId) ?? variantId,
      quantity,
      total,
      ...lessThanBefore(discountTotal),
    })),
    ...(shipping === undefined
      ? []
      : [
          {
            name: delivery === undefined ? 'Shipping' : `Shipping: ${delivery.name}`,
            quantity: 1,
            total: shipping.total,
            ...lessThanBefore(shipping.discountTotal),
          },
        ]),
    ...(taxIncluded || taxTotal.amount === 0 ? [] : [{ name: 'Tax', quantity: 1, total: taxTotal }]),
  ];
  const sum = lines.reduce((all, { total }) => all + total.amount, 0);
  return sum === amount.amount ? lines : [];
}

/** By an own member: a variant may be called like one of every object. */
const nameOf = (descriptions: Order['descriptions'], variantId: string): string | undefined =>
  Object.hasOwn(descriptions, variantId) ? descriptions[variantId]?.name : undefined;

const lessThanBefore = (discount: Money): { readonly discount?: Money } => (discount.amount === 0 ? {} : { discount });
