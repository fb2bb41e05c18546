import type { ShippingMethod } from '../repositories/pricing-records.js';

/**
 * What carriers charge now. It is called each time that a cart is priced, within a transaction, and so it returns at
 * once: an implementation that requests rates of a carrier does so in the background and returns the latest.
 */
export type ShippingRates = {
  /**
   * The methods of the shop with the charges and days that hold now. It may leave methods out, and add some of its own;
   * each has an id of its own. What it was given stays as it is.
   */
  readonly current: (methods: readonly ShippingMethod[]) => readonly ShippingMethod[];
};
