import { splitByWeights } from '../money/allocate.js';
import type { UnitShare } from './priced-cart.js';

/**
 * Splits a line's discount (minor units) over its units by `allocate` with equal weights, as runs of equal shares: the
 * first units carry the odd minor units.
 */
export function splitUnits(unitPrice: number, quantity: number, discount: number, currency: string): readonly UnitShare[] {
  const [first = 0] = splitByWeights(discount, Array.from({ length: quantity }, () => 1));
  const last = Math.floor(discount / quantity);
  const share = (units: number, each: number): UnitShare => ({
    units,
    discount: { amount: each, currency },
    total: { amount: unitPrice - each, currency },
  });
  if (first === last) return [share(quantity, last)];
  const odd = discount - last * quantity;
  return [share(odd, first), share(quantity - odd, last)];
}
