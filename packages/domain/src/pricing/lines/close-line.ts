import type { CurrencyCode } from '../../money/currency.js';
import type { TaxedAmount } from '../charges/charge-tax.js';
import type { OpenLine } from './price-lines.js';
import type { LineDiscount, PricedLine } from '../priced-cart.js';
import { splitUnits } from './split-units.js';

/** A line with all that was taken off it, its tax, and what each of its units carries of both. */
export function closeLine(
  { variantId, quantity, unitPrice, entry, subtotal }: OpenLine,
  { total, tax, ...rate }: TaxedAmount,
  discounts: readonly LineDiscount[],
  currency: CurrencyCode,
): PricedLine {
  const { productId, categoryIds, digital } = entry;
  return {
    variantId,
    productId,
    categoryIds,
    digital,
    quantity,
    unitPrice,
    subtotal: { amount: subtotal, currency },
    discounts,
    discountTotal: { amount: subtotal - total, currency },
    total: { amount: total, currency },
    ...rate,
    tax: { amount: tax, currency },
    unitShares: splitUnits(unitPrice.amount, quantity, subtotal - total, tax, currency),
  };
}
