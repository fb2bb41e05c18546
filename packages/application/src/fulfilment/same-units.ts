import type { OrderUnits } from '@cartwright/domain';
import { sumDemand } from '../placing/sum-demand.js';

/**
 * Whether both are as many units of the same variants, in whatever order and however they are split.
 *
 * @example sameUnits([{ variantId: 'mug', quantity: 2 }], [{ variantId: 'mug', quantity: 2 }]) // true
 */
export const sameUnits = (left: readonly OrderUnits[], right: readonly OrderUnits[]): boolean =>
  JSON.stringify(sumDemand(left)) === JSON.stringify(sumDemand(right));
