import type { Cart, Instant } from '@cartwright/domain';
import type { StoredPricingFacts } from '../ports/repositories/pricing-facts.js';

/** What a cart is priced by. */
export type PricingFacts = Omit<StoredPricingFacts, 'cart'> & { readonly at: Instant };

/** A cart without the lines of variants that the shop does not sell any more: these are not charged. */
export const partOnSale = ({ items }: PricingFacts, cart: Cart): Cart => ({
  ...cart,
  lines: cart.lines.filter(({ variantId }) => items.get(variantId)?.onSale === true),
});
