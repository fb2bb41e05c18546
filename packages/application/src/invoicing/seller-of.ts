import type { ShopDetails } from '../ports/repositories/shop-records.js';
import type { Seller } from './invoice.js';

/** The shop as its invoices and credit notes name it. */
export const sellerOf = ({ name, address, country, vatNumber }: ShopDetails): Seller => ({
  name,
  address,
  ...(country === undefined ? {} : { country }),
  ...(vatNumber === undefined ? {} : { vatNumber }),
});
