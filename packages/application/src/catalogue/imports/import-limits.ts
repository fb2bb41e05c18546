/** Limits of an import, so that no file blocks the shop or fills its memory. */
export const importLimits = {
  /** Columns; Shopify's format has about 60. */
  columns: 500,
  /** Size of one row with all its lines. */
  recordBytes: 256 * 1024,
  rows: 250_000,
  /**
   * Rows imported in a transaction, or those of one product. Each costs a shared statement a little; PGlite has one
   * session, so shoppers' queries wait for a transaction.
   */
  rowsPerTransaction: 200,
  /** The same as in Shopify. */
  variantsPerProduct: 2_048,
  imagesPerProduct: 250,
  /** Maximum failures stored; all are counted. */
  storedFailures: 1_000,
} as const;
