import type { OrderUnits, VariantId } from '@cartwright/domain';

/** The number of units of a variant among these. */
export const unitsOf = (variantId: VariantId, units: readonly OrderUnits[]): number =>
  units.reduce((sum, each) => (each.variantId === variantId ? sum + each.quantity : sum), 0);
