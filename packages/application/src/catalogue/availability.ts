import type { Availability } from '../ports/read-models/catalogue-reader.js';

/** At most this many units left count as low, unless the variant says otherwise. */
export const lowStockUnits = 5;

/** The stock of a variant; `available` is absent if units are not counted. */
type StockFacts = {
  readonly available?: number | undefined;
  readonly backorder?: boolean | undefined;
  readonly lowStockThreshold?: number | undefined;
};

/**
 * The availability that shoppers see instead of a number of units.
 *
 * @example availabilityOf({ available: 3 }) // 'low_stock'
 */
export function availabilityOf({
  available,
  backorder = false,
  lowStockThreshold = lowStockUnits,
}: StockFacts): Availability {
  if (available === undefined || available > Math.max(0, lowStockThreshold)) return 'in_stock';
  if (available > 0) return 'low_stock';
  return backorder ? 'backorder' : 'out_of_stock';
}

/** The exact number of units, if stock is low. */
export const fewLeft = ({ available, lowStockThreshold = lowStockUnits }: StockFacts): number | undefined =>
  available === undefined || available > lowStockThreshold ? undefined : Math.max(0, available);
