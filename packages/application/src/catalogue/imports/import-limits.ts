/** Limits of an import, so that no file blocks the shop or fills its memory. */
export const importLimits = {
  /** Size of a file; 100,000 rows of a real shop have about 100 MB. */
  fileBytes: 500 * 1024 * 1024,
  /** Columns; Shopify's format has about 60. */
  columns: 500,
  /** Size of one row with all its lines; a description of 100,000 characters has up to 400 kB. */
  recordBytes: 512 * 1024,
  rows: 250_000,
  /** Characters of rows that wait in memory until the last row of their product was read. */
  waitingCharacters: 32 * 1024 * 1024,
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
