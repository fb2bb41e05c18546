import { compareIds, type VariantId } from '@cartwright/domain';
import type { StockDemand } from '../ports/repositories/stock-records.js';

/**
 * One demand a variant, in ascending id order: the order in which stock is changed, so that no two transactions wait
 * for each other in a circle.
 *
 * @example sumDemand([{ variantId: 'b', quantity: 1 }, { variantId: 'a', quantity: 1 }, { variantId: 'b', quantity: 2
 * }]) // a: 1, b: 3
 */
export function sumDemand(demand: readonly StockDemand[]): readonly StockDemand[] {
  const sums = new Map<VariantId, number>();
  for (const { variantId, quantity } of demand) sums.set(variantId, (sums.get(variantId) ?? 0) + quantity);
  return [...sums]
    .map(([variantId, quantity]) => ({ variantId, quantity }))
    .sort((left, right) => compareIds(left.variantId, right.variantId));
}
