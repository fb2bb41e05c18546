import type { Availability } from '../ports/read-models/catalogue-reader.js';

/** At most this many units left count as low. */
export const lowStockUnits = 5;

/** What a shopper sees instead of the number of units left; `undefined` where units are not counted. */
export const availabilityOf = (available: number | undefined): Availability =>
  available === undefined || available > lowStockUnits ? 'in_stock' : available > 0 ? 'low_stock' : 'out_of_stock';
