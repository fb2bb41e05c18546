import { accept, refuse, type Decision } from '../decision.js';
import { compareIds } from '../flavoured.js';
import { outOfRange } from '../money/money.js';
import type { PriceEntry, PricingError, PricingInput } from './pricing-input.js';
import type { LineDiscount } from './priced-cart.js';

/** A line while it is being priced; amounts are minor units of the cart's currency. */
export type OpenLine = {
  readonly variantId: string;
  readonly quantity: number;
  readonly entry: PriceEntry;
  readonly subtotal: number;
  readonly left: number;
  readonly discounts: readonly LineDiscount[];
};

/** Step 1: `subtotal = unitPrice × quantity` for each line, in the order of the variant ids. */
export function priceLines({ cart, prices }: PricingInput): Decision<readonly OpenLine[], PricingError> {
  const sorted = [...cart.lines].sort((a, b) => compareIds(a.variantId, b.variantId));
  const lines: OpenLine[] = [];
  let sum = 0;
  for (const { variantId, quantity } of sorted) {
    if (lines.at(-1)?.variantId === variantId) return refuse({ type: 'pricing.duplicate-line', variantId });
    const entry = Object.hasOwn(prices, variantId) ? prices[variantId] : undefined;
    if (entry === undefined) return refuse({ type: 'pricing.variant-without-price', variantId });
    if (entry.unitPrice.currency !== cart.currency) {
      return refuse({ type: 'money.currency-mismatch', expected: cart.currency, actual: entry.unitPrice.currency });
    }
    const subtotal = entry.unitPrice.amount * quantity;
    sum += subtotal;
    if (!Number.isSafeInteger(subtotal) || !Number.isSafeInteger(sum)) return refuse(outOfRange);
    lines.push({ variantId, quantity, entry, subtotal, left: subtotal, discounts: [] });
  }
  return accept(lines);
}
