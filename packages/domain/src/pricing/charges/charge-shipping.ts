import { accept, refuse, type Decision } from '../../decision.js';
import type { Money } from '../../money/money.js';
import type { PricingError, ShippingQuote } from '../pricing-input.js';
import { readAmount } from '../read-amount.js';

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
  const reached: { readonly from: number; readonly amount: number }[] = [];
  for (const tier of charge.tiers) {
    const from = readAmount(tier.from, currency);
    if (!from.ok) return from;
    const amount = readAmount(tier.amount, currency);
    if (!amount.ok) return amount;
    if (from.value.amount <= subtotal.amount) reached.push({ from: from.value.amount, amount: amount.value.amount });
  }
  if (allDigital) return accept(0);
  // Of two tiers that start together the cheaper one holds, in whatever order they are listed.
  const [highest] = reached.sort((a, b) => b.from - a.from || a.amount - b.amount);
  return highest === undefined
    ? refuse({ type: 'pricing.shipping-below-first-tier', method, subtotal })
    : accept(highest.amount);
}
