import { refuse, type Decision } from '../../decision.js';
import type { CustomerId, Instant, OrderId, VariantId } from '../../flavoured.js';
import type { Money } from '../../money/money.js';
import type { PricedCart } from '../../pricing/priced-cart.js';
import { changeOrder } from '../change-order.js';
import { deriveOrder } from '../derive-order.js';
import { allOpenUnits, stockOf } from '../fulfilment/order-units.js';
import type { Address, Delivery, ItemDescription, Order, OrderChange, UsageChange } from '../order.js';

/**
 * What an order needs beside its price.
 *
 * @example const placement: OrderPlacement = { id: 'order-1', number: '1001', email: 'ann@example.com', at };
 */
export type OrderPlacement = {
  readonly id: OrderId;
  readonly number: string;
  readonly customerId?: CustomerId;
  readonly email: string;
  readonly descriptions?: Readonly<Record<VariantId, ItemDescription>>;
  readonly shippingAddress?: Address;
  readonly billingAddress?: Address;
  readonly delivery?: Delivery;
  readonly at: Instant;
};

/**
 * Why no order is placed; `missing` is what the cart lacks of the minimum.
 *
 * @example const error: PlaceOrderError = { type: 'cart.empty' };
 */
export type PlaceOrderError =
  | { readonly type: 'cart.empty' }
  | {
      readonly type: 'order.below-minimum';
      readonly required: Money;
      readonly actual: Money;
      readonly missing: Money;
    };

/**
 * Places an order for a priced cart: `pending`, with its stock to be reserved and its promotions' usage to be counted; a
 * total of zero is `paid` at once.
 * Errors: `cart.empty`, `order.below-minimum`.
 *
 * @example
 * const placed = placeOrder(priced, { id: 'order-1', number: '1001', email: 'ann@example.com', at });
 * placed.ok && placed.value.stock; // => [{ type: 'reserve', variantId: 'mug', quantity: 2 }]
 */
export function placeOrder(pricing: PricedCart, facts: OrderPlacement): Decision<OrderChange, PlaceOrderError> {
  if (pricing.lines.length === 0) return refuse({ type: 'cart.empty' });
  if (!pricing.minimumOrder.met) {
    const { required, actual, missing } = pricing.minimumOrder;
    return refuse({ type: 'order.below-minimum', required, actual, missing });
  }
  const { at, descriptions = {}, ...identity } = facts;
  const placed = deriveOrder({
    ...identity,
    placedAt: at,
    pricing,
    descriptions,
    payments: [],
    failedPayments: [],
    refunds: [],
    disputes: [],
    shipments: [],
    returns: [],
    unitCancellations: [],
  });
  // Also one with nothing to pay, whose payment follows at once.
  const order: Order = { ...placed, status: 'pending' };
  return changeOrder(order, {}, at, [{ type: 'order.placed', total: pricing.total }], {
    stock: stockOf('reserve', allOpenUnits(order)),
    usage: usageOf(pricing, 'count'),
  });
}

/** What an order's promotions count, or give back. */
export const usageOf = ({ applied }: PricedCart, type: UsageChange['type']): readonly UsageChange[] =>
  applied.map(({ promotionId, amount }) => ({ type, promotionId, amount }));
