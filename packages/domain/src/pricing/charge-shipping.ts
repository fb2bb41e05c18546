import { accept, refuse, type Decision } from '../decision.js';
import type { Money } from '../money/money.js';
import type { PricingError, ShippingQuote } from './pricing-input.js';

/**
 * Step 2: what the quoted method charges for an undiscounted `subtotal` (minor units). All-digital carts are not charged.
 * Errors: `money.currency-mismatch`, `pricing.shipping-below-first-tier`.
 */
export function chargeShipping(
  quote: ShippingQuote,
  subtotal: Money,
  allDigital: boolean,
): Decision<number, PricingError> {
  if (allDigital) return accept(0);
  const { charge } = quote;
  const mentioned = charge.type === 'flat' ? [charge.amount] : charge.tiers.flatMap(({ from, amount }) => [from, amount]);
  const foreign = mentioned.find(({ currency }) => currency !== subtotal.currency);
  if (foreign !== undefined) {
    return refuse({ type: 'money.currency-mismatch', expected: subtotal.currency, actual: foreign.currency });
  }
  if (charge.type === 'flat') return accept(charge.amount.amount);
  const reached = charge.tiers
    .filter(({ from }) => from.amount <= subtotal.amount)
    .reduce<(typeof charge.tiers)[number] | undefined>(
      (best, tier) => (best === undefined || tier.from.amount > best.from.amount ? tier : best),
      undefined,
    );
  if (reached === undefined) return refuse({ type: 'pricing.shipping-below-first-tier', method: quote.method, subtotal });
  return accept(reached.amount.amount);
}
