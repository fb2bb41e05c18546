import type { StockMovement } from '@cartwright/application';

/**
 * Units that movements of orders took from what is on sale and did not give back.
 *
 * @example takenUnits([{ type: 'reserved', quantity: 3 }, { type: 'released', quantity: 1 }]) // 2
 */
export const takenUnits = (movements: readonly Pick<StockMovement, 'type' | 'quantity'>[]): number =>
  movements.reduce((sum, { type, quantity }) => sum + signs[type] * quantity, 0);

const signs: Readonly<Record<StockMovement['type'], number>> = {
  reserved: 1,
  released: -1,
  returned: -1,
  shipped: 0,
  received: 0,
  adjusted: 0,
};
