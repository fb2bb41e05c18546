import type { OrderUnits, VariantId } from '@cartwright/domain';

/** How many units of a variant are among these. */
export const unitsOf = (variantId: VariantId, units: readonly OrderUnits[]): number =>
  units.reduce((sum, each) => (each.variantId === variantId ? sum + each.quantity : sum), 0);
