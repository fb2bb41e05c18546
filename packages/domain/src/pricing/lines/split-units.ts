import { currencyStep } from '../../money/currency.js';
import type { UnitShare } from '../priced-cart.js';

/**
 * Splits a line's discount over its units as `allocate` with equal weights does, and its tax as `allocate` with what is
 * left of the units does, as runs of equal shares: the first units carry the odd steps of the discount. All amounts are
 * minor units and multiples of the currency's step.
 */
export function splitUnits(
  unitPrice: number,
  quantity: number,
  discount: number,
  tax: number,
  currency: string,
): readonly UnitShare[] {
  const step = currencyStep(currency);
  const odd = (discount / step) % quantity;
  const each = (discount / step - odd) / quantity;
  const unit = unitPrice / step;
  const lower = { units: odd, discount: each + 1, total: unit - each - 1 };
  const higher = { units: quantity - odd, discount: each, total: unit - each };
  const paid = unit * quantity - discount / step;
  const taxed = tax / step;
  const lowerTax = portion(taxed, lower.total, paid);
  const higherTax = portion(taxed, higher.total, paid);
  const over = taxed - lower.units * lowerTax.floor - higher.units * higherTax.floor;
  // The largest remainders take what is over, the earlier units first among equals.
  const lowerOver =
    lowerTax.remainder >= higherTax.remainder ? Math.min(over, lower.units) : Math.max(over - higher.units, 0);
  const runs = [
    { ...lower, units: lowerOver, tax: lowerTax.floor + 1 },
    { ...lower, units: lower.units - lowerOver, tax: lowerTax.floor },
    { ...higher, units: over - lowerOver, tax: higherTax.floor + 1 },
    { ...higher, units: higher.units - over + lowerOver, tax: higherTax.floor },
  ];
  const money = (steps: number) => ({ amount: steps * step, currency });
  return runs
    .filter(({ units }) => units > 0)
    .map((run) => ({ units: run.units, discount: money(run.discount), total: money(run.total), tax: money(run.tax) }));
}

/** `tax × part / whole`, rounded down, and what the division leaves. */
function portion(tax: number, part: number, whole: number): { readonly floor: number; readonly remainder: bigint } {
  // Without tax nothing may have been paid either.
  if (tax === 0) return { floor: 0, remainder: 0n };
  const product = BigInt(tax) * BigInt(part);
  return { floor: Number(product / BigInt(whole)), remainder: product % BigInt(whole) };
}
