import { itemsInLanguage } from '../catalogue/item-names.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { CartPricing } from './price-for-caller.js';
import { shownPricing } from './shown-pricing.js';

/** A cart with its price, as clients see it. The names of its items are in the language `locale`. */
export type CartView = { readonly stored: StoredCart; readonly locale: string } & Pick<CartPricing, 'priced' | 'items'>;

/** `locales` are those that the caller reads, best first. */
export const cartView = (stored: StoredCart, pricing: CartPricing, locales: readonly string[] = []): CartView => ({
  stored,
  priced: shownPricing(pricing),
  ...itemsInLanguage(pricing.items, locales, pricing.rules.locale),
});
