import type { Order, OrderLine } from '../../api/schemas.js';

/** Units of a line, in a parcel or a return. */
export type Units = Order['shipments'][number]['lines'][number];

/** The units of each line that can still be shipped. */
export function unitsToShip({ lines, shipments, waivedUnits }: Order): readonly OrderLine[] {
  const gone = [...shipments, ...waivedUnits].flatMap((part) => part.lines);
  return lines
    .map((line) => ({
      ...line,
      quantity: gone.reduce(
        (left, { variantId, quantity }) => (variantId === line.variantId ? left - quantity : left),
        line.quantity,
      ),
    }))
    .filter(({ quantity }) => quantity > 0);
}
