import { refuse, type Decision } from '../../decision.js';
import type { Money } from '../../money/money.js';
import { pricedCartShape } from '../../pricing/priced-cart-shape.js';
import type { PricedCart } from '../../pricing/priced-cart.js';
import { defined, findMalformed, isRecord, pick, type MalformedInput } from '../../shape.js';
import { changeOrder } from '../change-order.js';
import { deriveOrder } from '../derive-order.js';
import { allOpenUnits, stockOf } from '../fulfilment/order-units.js';
import { placementShape, placementShapes } from '../order-shape.js';
import { orderVersion, type Order, type OrderChange, type OrderPlacement, type UsageChange } from '../order.js';

/**
 * Why no order is placed; `missing` is what the cart lacks of the minimum.
 *
 * @example const error: PlaceOrderError = { type: 'cart.empty' };
 */
export type PlaceOrderError =
  | MalformedInput
  | { readonly type: 'cart.empty' }
  | {
      readonly type: 'order.below-minimum';
      readonly required: Money;
      readonly actual: Money;
      readonly missing: Money;
    }
  | { readonly type: 'order.shipping-method-missing' };

/**
 * Places an order for a priced cart: `pending`, with its stock to be reserved and its promotions' usage to be counted;
 * a total of zero is `paid` at once. Without a customer of its own it is the cart's customer's.
 * Errors: `cart.empty`, `order.below-minimum`, `order.shipping-method-missing` (no quote, and not every line is
 * digital), `input.malformed`.
 *
 * @example
 * const placed = placeOrder(priced, { id: 'order-1', number: '1001', email: 'ann@example.com', at });
 * placed.ok && placed.value.stock; // => [{ type: 'reserve', variantId: 'mug', quantity: 2 }]
 */
export function placeOrder(pricing: PricedCart, facts: OrderPlacement): Decision<OrderChange, PlaceOrderError> {
  const malformed = findMalformed(pricedCartShape, pricing, 'pricing') ?? findMalformed(placementShape, facts, 'facts');
  if (malformed !== undefined) return refuse(malformed);
  if (pricing.lines.length === 0) return refuse({ type: 'cart.empty' });
  if (!pricing.minimumOrder.met) {
    const { required, actual, missing } = pricing.minimumOrder;
    return refuse({ type: 'order.below-minimum', required, actual, missing });
  }
  if (pricing.shipping === undefined && pricing.lines.some(({ digital }) => !digital)) {
    return refuse({ type: 'order.shipping-method-missing' });
  }
  const {
    at,
    descriptions = {},
    ...identity
  } = pick<OrderPlacement>(placementShapes, { ...facts, customerId: facts.customerId ?? pricing.customerId });
  const placed = deriveOrder({
    schemaVersion: orderVersion,
    ...identity,
    placedAt: at,
    pricing,
    descriptions,
    payments: [],
    processingPayments: [],
    failedPayments: [],
    refunds: [],
    disputes: [],
    shipments: [],
    returns: [],
    unitCancellations: [],
    unitWaivers: [],
  });
  // Also one with nothing to pay, whose payment follows at once.
  const paid = pricing.total.amount === 0 ? { paidAt: at } : {};
  return changeOrder(placed, paid, at, [{ type: 'order.placed', total: pricing.total }], {
    stock: stockOf('reserve', allOpenUnits(placed)),
    usage: usageOf(pricing, 'count'),
  });
}

/**
 * What `placeOrder` was given for an order, whatever has happened to it since: placing that again gives the order as it
 * was before its first command. Of what is no order it is what `placeOrder` refuses.
 *
 * @example
 * const again = placeOrder(...placementOf(order));
 * again.ok && again.value.order.status; // => 'pending'
 */
export function placementOf(order: Order): readonly [PricedCart, OrderPlacement] {
  const { pricing, placedAt: at, original, ...facts } = isRecord(order) ? order : ({} as Order);
  const amended =
    original === undefined ? {} : { shippingAddress: undefined, note: undefined, metadata: undefined, ...original };
  return [pricing, pick<OrderPlacement>(placementShapes, { ...facts, ...amended, at })];
}

/** What an order's promotions count, or give back. */
export const usageOf = ({ applied }: PricedCart, type: UsageChange['type']): readonly UsageChange[] =>
  applied.map(({ promotionId, amount, usedCode: code }) => defined({ type, promotionId, amount, code }));
