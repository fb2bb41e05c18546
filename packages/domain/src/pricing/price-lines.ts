import { isQuantity, quantityOutOfRange } from '../cart/change-lines.js';
import { accept, refuse, type Decision } from '../decision.js';
import { compareIds, type VariantId } from '../flavoured.js';
import { outOfRange, type Money } from '../money/money.js';
import type { Rate } from '../money/rate.js';
import { ownEntry } from './own-entry.js';
import type { PriceEntry, PricingError, PricingInput } from './pricing-input.js';
import { readAmount } from './read-amount.js';

/** A line before any discount; `subtotal` is in minor units of the cart's currency. */
export type OpenLine = {
  readonly variantId: VariantId;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly entry: PriceEntry;
  readonly subtotal: number;
  /** Absent: of no tax class. */
  readonly taxRate: Rate | undefined;
};

/** Step 1: `subtotal = unitPrice × quantity` for each line, in the order of the variant ids. */
export function priceLines({ cart, prices, tax }: PricingInput): Decision<readonly OpenLine[], PricingError> {
  const sorted = [...cart.lines].sort((a, b) => compareIds(a.variantId, b.variantId));
  const repeated = sorted.find(({ variantId }, index) => sorted[index - 1]?.variantId === variantId);
  if (repeated !== undefined) return refuse({ type: 'pricing.duplicate-line', variantId: repeated.variantId });
  const lines: OpenLine[] = [];
  let sum = 0;
  for (const { variantId, quantity } of sorted) {
    // Whoever builds a cart without the cart's commands gets no price for half a unit, or for minus one.
    if (!isQuantity(quantity)) return refuse(quantityOutOfRange(variantId, quantity));
    const entry = ownEntry(prices, variantId);
    if (entry === undefined) return refuse({ type: 'pricing.variant-without-price', variantId });
    const unitPrice = readAmount(entry.unitPrice, cart.currency);
    if (!unitPrice.ok) return unitPrice;
    const subtotal = unitPrice.value.amount * quantity;
    sum += subtotal;
    if (!Number.isSafeInteger(sum)) return refuse(outOfRange); // a sum of non-negatives: each of them is safe too
    const { taxClass } = entry;
    const taxRate = taxClass === undefined ? undefined : ownEntry(tax?.rates, taxClass);
    if (taxClass !== undefined && taxRate === undefined) return refuse({ type: 'pricing.tax-class-without-rate', taxClass });
    lines.push({ variantId, quantity, unitPrice: unitPrice.value, entry, subtotal, taxRate });
  }
  return accept(lines);
}
