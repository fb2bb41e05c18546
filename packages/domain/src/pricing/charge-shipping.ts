import { accept, refuse, type Decision } from '../decision.js';
import type { Money } from '../money/money.js';
import type { PricingError, ShippingQuote } from './pricing-input.js';
import { readAmount, readAmounts } from './read-amount.js';

/**
 * Step 2: what the quoted method charges for an undiscounted `subtotal`. All-digital carts are not charged,
 * by a quote that is good all the same.
 * Errors: `pricing.shipping-below-first-tier`, and what an amount is refused for.
 */
export function chargeShipping(
  quote: ShippingQuote,
  subtotal: Money,
  allDigital: boolean,
): Decision<number, PricingError> {
  const { charge, method } = quote;
  const { currency } = subtotal;
  if (charge.type === 'flat') {
    const flat = readAmount(charge.amount, currency);
    return flat.ok ? accept(allDigital ? 0 : flat.value.amount) : flat;
  }
  const starts = readAmounts(charge.tiers.map(({ from }) => from), currency);
  if (!starts.ok) return starts;
  const charges = readAmounts(charge.tiers.map(({ amount }) => amount), currency);
  if (!charges.ok) return charges;
  if (allDigital) return accept(0);
  const [reached] = starts.value
    .map(({ amount: from }, index) => ({ from, amount: charges.value[index]?.amount ?? 0 }))
    .filter(({ from }) => from <= subtotal.amount)
    // Of two tiers that start together the cheaper one holds, in whatever order they are listed.
    .sort((a, b) => b.from - a.from || a.amount - b.amount);
  return reached === undefined
    ? refuse({ type: 'pricing.shipping-below-first-tier', method, subtotal })
    : accept(reached.amount);
}
