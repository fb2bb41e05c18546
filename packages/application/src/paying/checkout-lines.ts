import type { ItemDescription, Money, Order } from '@cartwright/domain';
import { publicHttpsUrl } from '../catalogue/images/public-https-url.js';
import type { CheckoutLine } from '../ports/payment-gateway.js';

/**
 * The lines of an order for a provider's page: its items after discounts, its shipping, and its tax where prices
 * exclude it. Their totals sum to `amount` exactly. There are no lines if the order sums to another amount, such as
 * when a part of it is paid. `picturesUrl` is the start of the addresses of the shop's own pictures.
 *
 * @example checkoutLines(order, order.pricing.total, 'https://shop.example') // [{ name: 'Mug', quantity: 2, … }, …]
 */
export function checkoutLines(
  { pricing, descriptions, delivery }: Pick<Order, 'pricing' | 'descriptions' | 'delivery'>,
  amount: Money,
  picturesUrl: string,
): readonly CheckoutLine[] {
  const { shipping, taxIncluded, taxTotal, currency } = pricing;
  if (currency !== amount.currency) return [];
  const lines: readonly CheckoutLine[] = [
    ...pricing.lines.map(({ variantId, quantity, total, discountTotal }) => {
      const described = descriptionOf(descriptions, variantId);
      return {
        name: described?.name ?? variantId,
        quantity,
        total,
        ...lessThanBefore(discountTotal),
        ...pictureOf(described, picturesUrl),
      };
    }),
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

/** Only an own member: the id of a variant may be the name of a member that every object has. */
const descriptionOf = (descriptions: Order['descriptions'], variantId: string): ItemDescription | undefined =>
  Object.hasOwn(descriptions, variantId) ? descriptions[variantId] : undefined;

function pictureOf(described: ItemDescription | undefined, picturesUrl: string): { readonly image?: string } {
  const image = described?.image === undefined ? undefined : publicHttpsUrl(described.image, picturesUrl);
  return image === undefined ? {} : { image };
}

const lessThanBefore = (discount: Money): { readonly discount?: Money } => (discount.amount === 0 ? {} : { discount });
