import { isQuantity, quantityOutOfRange } from '../../cart/change-lines.js';
import { accept, refuse, type Decision } from '../../decision.js';
import { compareIds, type VariantId } from '../../flavoured.js';
import { outOfRange, type Money } from '../../money/money.js';
import type { Rate } from '../../money/rate.js';
import { findRepeated } from '../find-repeated.js';
import { moneyShape } from '../../money/money.js';
import { fields, findMalformed, flag, list, optional, ownEntry, text, type Shape } from '../../shape.js';
import type { PriceEntry, PricingError, PricingInput } from '../pricing-input.js';
import { readPrice } from '../read-amount.js';
import { sumOf } from '../../sum-of.js';

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

const entryShape: Shape<PriceEntry> = fields<PriceEntry>({
  unitPrice: moneyShape,
  productId: text,
  categoryIds: list(text),
  digital: flag,
  taxClass: optional(text),
});

/** Step 1: `subtotal = unitPrice × quantity` for each line, in the order of the variant ids. */
export function priceLines({ cart, prices, tax }: PricingInput): Decision<readonly OpenLine[], PricingError> {
  const sorted = [...cart.lines].sort((a, b) => compareIds(a.variantId, b.variantId));
  const repeated = findRepeated(sorted.map(({ variantId }) => variantId));
  if (repeated !== undefined) return refuse({ type: 'pricing.duplicate-line', variantId: repeated });
  const lines: OpenLine[] = [];
  for (const { variantId, quantity } of sorted) {
    // A cart that was not built by the cart's commands may hold half a unit, or minus one.
    if (!isQuantity(quantity)) return refuse(quantityOutOfRange(variantId, quantity));
    const entry = ownEntry(prices, variantId);
    if (entry === undefined) return refuse({ type: 'pricing.variant-without-price', variantId });
    const malformed = findMalformed(entryShape, entry, `input.prices.${variantId}`);
    if (malformed !== undefined) return refuse(malformed);
    const unitPrice = readPrice(entry.unitPrice, cart.currency);
    if (!unitPrice.ok) return unitPrice;
    const { taxClass } = entry;
    const taxRate = taxClass === undefined ? undefined : ownEntry(tax?.rates, taxClass);
    if (taxClass !== undefined && taxRate === undefined)
      return refuse({ type: 'pricing.tax-class-without-rate', taxClass });
    const subtotal = unitPrice.value.amount * quantity;
    lines.push({ variantId, quantity, unitPrice: unitPrice.value, entry, subtotal, taxRate });
  }
  // A sum of non-negatives: each of them is safe too.
  return Number.isSafeInteger(sumOf(lines.map(({ subtotal }) => subtotal))) ? accept(lines) : refuse(outOfRange);
}
