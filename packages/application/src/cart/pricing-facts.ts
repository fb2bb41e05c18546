import type { CustomerGroup, Instant } from '@cartwright/domain';
import type { StoredPricingFacts } from '../ports/repositories/pricing-facts.js';

/** What a cart is priced by. */
export type PricingFacts = Omit<StoredPricingFacts, 'cart'> & {
  readonly at: Instant;
  /** Of a customer who is imagined; those of the user when absent. */
  readonly groups?: readonly CustomerGroup[];
};
