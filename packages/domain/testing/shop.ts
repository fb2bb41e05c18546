import {
  placeOrder,
  priceCart,
  type Cart,
  type Order,
  type OrderChange,
  type PriceEntry,
  type PriceList,
  type PricingInput,
  type Promotion,
  type ShippingQuote,
} from '../src/index.js';
import { accepted } from './accepted.js';

export const at = '2026-11-21T09:30:00.000Z';
export const usd = (amount: number) => ({ amount, currency: 'USD' });

/** What one variant costs; one product, no category and no tax unless `facts` differ. */
export const entry = (amount: number, facts: Partial<PriceEntry> = {}): PriceEntry => ({
  unitPrice: usd(amount),
  productId: 'product',
  categoryIds: [],
  digital: false,
  ...facts,
});

export const cartOf = (quantities: Readonly<Record<string, number>>, couponCodes: readonly string[] = []): Cart => ({
  id: 'cart-1',
  currency: 'USD',
  lines: Object.entries(quantities).map(([variantId, quantity]) => ({ variantId, quantity })),
  couponCodes,
});

/** A guest's cart, with no promotions and no minimum order unless `facts` differ. */
export const input = (
  quantities: Readonly<Record<string, number>>,
  prices: PriceList,
  facts: Partial<PricingInput> = {},
): PricingInput => ({
  cart: cartOf(quantities),
  prices,
  customer: { groups: ['guest'], orderCount: 0 },
  promotions: [],
  minimumOrderRules: [],
  at,
  ...facts,
});

/** A percentage (in millionths) off the whole order, unless told otherwise. */
export const promotion = (id: string, rate: number, facts: Partial<Promotion> = {}): Promotion => ({
  id,
  name: `name of ${id}`,
  target: { type: 'order' },
  effect: { type: 'percent', rate },
  ...facts,
});

/** A quote that costs nothing. */
export const free: ShippingQuote = { method: 'post', charge: usd(0) };

/** An order just placed whose total is `total` cents: a mug, two cups given away and a download. */
export function placed(total: number): Order {
  return change(total).order;
}

export function change(total: number): OrderChange {
  const prices = { book: entry(0, { digital: true }), cup: entry(0), mug: entry(total) };
  const pricing = accepted(priceCart(input({ mug: 1, cup: 2, book: 1 }, prices, { shipping: free })));
  return accepted(placeOrder(pricing, { id: 'order-1', number: '1001', email: 'ann@example.com', at }));
}
