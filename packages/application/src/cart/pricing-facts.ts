import type { Cart, CustomerGroup, Instant } from '@cartwright/domain';
import type { StoredPricingFacts } from '../ports/repositories/pricing-facts.js';

/** What a cart is priced by. */
export type PricingFacts = Omit<StoredPricingFacts, 'cart'> & {
  readonly at: Instant;
  /** Of a customer who is imagined; those of the user when absent. */
  readonly groups?: readonly CustomerGroup[];
};

/** A cart without the lines of variants that the shop does not sell any more: these are not charged. */
export const partOnSale = ({ items }: PricingFacts, cart: Cart): Cart => ({
  ...cart,
  lines: cart.lines.filter(({ variantId }) => items.get(variantId)?.onSale === true),
});
