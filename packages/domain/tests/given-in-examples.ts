/** What the examples of the documentation take as given: they begin in the middle of things, as their readers do. */
import {
  addToCart,
  confirmRefund,
  createCart,
  placeOrder,
  priceCart,
  recordPayment,
  refundOrder,
  shipOrder,
  type Cart,
  type Decision,
  type Order,
  type PricedCart,
  type PriceList,
} from '@cartwright/domain';

function accepted<T>(decision: Decision<T, { readonly type: string }>): T {
  if (decision.ok) return decision.value;
  throw new Error(decision.error.type);
}

export const at = '2026-11-21T09:30:00.000Z';
export const prices: PriceList = {
  mug: { unitPrice: { amount: 1999, currency: 'USD' }, productId: 'mugs', categoryIds: ['kitchen'], digital: false },
};

/** Sent for nothing. */
const quote = { method: 'post', charge: { amount: 0, currency: 'USD' } };

/** Two mugs, for 39.98. */
export const cart: Cart = accepted(addToCart(accepted(createCart({ id: 'cart-1', currency: 'USD' })), 'mug', 2));
export const priced: PricedCart = accepted(
  priceCart({ cart, prices, customer: { groups: ['guest'], orderCount: 0 }, promotions: [], shipping: quote, at }),
);

export const pending: Order = accepted(
  placeOrder(priced, { id: 'order-1', number: '1001', email: 'ann@example.com', at }),
).order;
/** Paid. */
export const order: Order = accepted(
  recordPayment(pending, { provider: 'stripe', reference: 'pi_1', amount: priced.total, at }),
).order;
export const shipped: Order = accepted(shipOrder(order, { id: 'parcel-1', at })).order;
/** With a refund of 5.00 on its way. */
export const refunding: Order = accepted(
  refundOrder(order, {
    id: 'refund-1',
    amount: { amount: 500, currency: 'USD' },
    reason: 'scratched',
    provider: 'stripe',
    paymentReference: 'pi_1',
    at,
  }),
).order;
/** The same once its provider has confirmed it. */
export const refunded: Order = accepted(confirmRefund(refunding, { id: 'refund-1', at })).order;
