import { accept, refuse, type Decision } from '../decision.js';
import type { CustomerId, Instant, OrderId, VariantId } from '../flavoured.js';
import type { Money } from '../money/money.js';
import type { PricedCart } from '../pricing/priced-cart.js';
import { deriveOrder } from './derive-order.js';
import type { Address, ItemDescription, OrderChange, StockChange } from './order.js';

/** What an order needs beside its price. */
export type OrderPlacement = {
  readonly id: OrderId;
  readonly number: string;
  readonly customerId?: CustomerId;
  readonly email: string;
  readonly descriptions?: Readonly<Record<VariantId, ItemDescription>>;
  readonly shippingAddress?: Address;
  readonly billingAddress?: Address;
  readonly at: Instant;
};

export type PlaceOrderError =
  | { readonly type: 'cart.empty' }
  | {
      readonly type: 'order.below-minimum';
      readonly required: Money;
      readonly actual: Money;
      readonly missing: Money;
    };

/**
 * Places an order for a priced cart: `pending`, with its stock to be reserved; a total of zero is `paid` at once.
 * Errors: `cart.empty`, `order.below-minimum`.
 */
export function placeOrder(pricing: PricedCart, facts: OrderPlacement): Decision<OrderChange, PlaceOrderError> {
  if (pricing.lines.length === 0) return refuse({ type: 'cart.empty' });
  if (!pricing.minimumOrder.met) {
    const { required, actual, missing } = pricing.minimumOrder;
    return refuse({ type: 'order.below-minimum', required, actual, missing });
  }
  const { at, descriptions = {}, ...identity } = facts;
  const order = deriveOrder({
    ...identity,
    placedAt: at,
    pricing,
    descriptions,
    payments: [],
    failedPayments: [],
    refunds: [],
  });
  const placed = { type: 'order.placed', orderId: order.id, at, total: pricing.total } as const;
  const paid = { type: 'order.paid', orderId: order.id, at, captured: pricing.total } as const;
  return accept({
    order,
    events: order.status === 'paid' ? [placed, paid] : [placed],
    stock: stockOf(pricing, 'reserve'),
  });
}

/** One change a line that holds stock, in the order of the variant ids. */
export const stockOf = (pricing: PricedCart, type: StockChange['type']): readonly StockChange[] =>
  pricing.lines.filter(({ digital }) => !digital).map(({ variantId, quantity }) => ({ type, variantId, quantity }));
