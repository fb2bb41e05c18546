import type { UnitShare } from './priced-cart.js';

/**
 * Splits a line's discount (minor units) over its units as `allocate` with equal weights does, as runs of equal shares:
 * the first units carry the odd minor units.
 */
export function splitUnits(unitPrice: number, quantity: number, discount: number, currency: string): readonly UnitShare[] {
  const odd = discount % quantity;
  const each = (discount - odd) / quantity;
  const run = (units: number, share: number): UnitShare => ({
    units,
    discount: { amount: share, currency },
    total: { amount: unitPrice - share, currency },
  });
  return odd === 0 ? [run(quantity, each)] : [run(odd, each + 1), run(quantity - odd, each)];
}
