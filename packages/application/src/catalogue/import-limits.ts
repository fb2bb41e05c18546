/** What an import takes at most, so that no file stops the shop or fills its memory. */
export const importLimits = {
  /** Shopify's format has about 60. */
  columns: 500,
  /** Of one row, with all its lines. */
  recordBytes: 256 * 1024,
  rows: 250_000,
  /** As Shopify allows. */
  variantsPerProduct: 2_048,
  imagesPerProduct: 250,
  /** Failures that are stored. All are counted. */
  storedFailures: 1_000,
} as const;
