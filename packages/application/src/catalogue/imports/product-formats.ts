import type { ProductFormat } from './fields.js';
import { shopifyFormat } from './shopify-format.js';
import { squareFormat } from './square-format.js';
import { woocommerceFormat } from './woocommerce-format.js';

/** Recognises a product file by its header. Shopify's is last: it needs only a title. */
export const formatOf = (columns: readonly string[]): ProductFormat | undefined =>
  woocommerceFormat(columns) ?? squareFormat(columns) ?? shopifyFormat(columns);

/** Why no format was recognised. */
export const unknownHeader =
  "the header is of none of the known exports: Shopify's has the column Handle or Title, WooCommerce's Type and Name, Square's Item Name";
