import type { ImportProducts } from '../../catalogue/imports/import-products.js';
import { defineJob, onEvents, retryForADay, textFields } from '../job-definition.js';

/** Imports products from an uploaded file. */
export const importProducts = defineJob({
  payload: textFields('importId'),
  on: onEvents({ 'catalogue.import-requested': ({ importId }) => ({ importId }) }),
  handle: (useCases: { readonly importProducts: ImportProducts }, payload) => useCases.importProducts(payload),
  retry: retryForADay,
  // Each holds a part of a file in memory, and writes thousands of rows.
  concurrency: 2,
});
