import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { CartPricing } from './price-for-caller.js';

/** A cart with its price, as clients see it. */
export type CartView = { readonly stored: StoredCart } & Pick<CartPricing, 'priced' | 'items'>;

export const cartView = (stored: StoredCart, { priced, items }: CartPricing): CartView => ({ stored, priced, items });
