import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { CartPricing } from './price-for-caller.js';
import { shownPricing } from './shown-pricing.js';

/** A cart with its price, as clients see it. */
export type CartView = { readonly stored: StoredCart } & Pick<CartPricing, 'priced' | 'items'>;

export const cartView = (stored: StoredCart, pricing: CartPricing): CartView => ({
  stored,
  priced: shownPricing(pricing),
  items: pricing.items,
});
